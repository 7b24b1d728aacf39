import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Api } from '@/client/api'
import { ChatCache } from '@/lib/client/cache/chat-cache'
import type { ChatPage } from '@/lib/contract/chat'
import { createFakeApi } from '@/lib/testing/fake-api'
import { testChat } from '@/lib/testing/messages'
import { listedChats } from './chat-pages'
import { chatsQuery } from './chats-query'

test('the list is read once, and misses no event that comes during its first read', async () => {
  const queryClient = new QueryClient()
  const read = Promise.withResolvers<ChatPage>()
  const listChats = vi.fn<Api['listChats']>(() => read.promise)
  const chats = new ChatCache()
  const session = { api: createFakeApi({ listChats }), chats }
  const list = new InfiniteQueryObserver(queryClient, chatsQuery(session))
  const leave = list.subscribe(() => {})
  onTestFinished(() => {
    leave()
    queryClient.clear()
  })
  chats.take(testChat('renamed', { title: 'New' }))
  chats.take(testChat('begun'))
  chats.remove('gone')
  const stale = [testChat('renamed', { title: 'Old' }), testChat('kept'), testChat('gone')]
  read.resolve({ chats: stale, nextCursor: null })
  const titles = await vi.waitFor(() => {
    const { data } = list.getCurrentResult()
    expect(data).toBeDefined()
    return listedChats(data?.pages ?? [], chats.all()).map(({ id, title }) => `${id}: ${title}`)
  })
  expect(titles).toEqual(['renamed: New', 'kept: A title', 'begun: A title'])
  expect(listChats).toHaveBeenCalledOnce()
})
