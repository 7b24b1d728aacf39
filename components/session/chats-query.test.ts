import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import type { ChatPage } from '@/lib/contract/chat'
import { chatListKey, hideChat } from './chats-query'

test('a change that comes while the list is read for the first time begins the read anew', async () => {
  const queryClient = new QueryClient()
  const first = Promise.withResolvers<ChatPage>()
  const page: ChatPage = { chats: [], nextCursor: null }
  const read = vi
    .fn<() => Promise<ChatPage>>()
    .mockReturnValueOnce(first.promise)
    .mockResolvedValueOnce({ ...page, nextCursor: 'fresh' })
  const list = new QueryObserver(queryClient, { queryKey: chatListKey, queryFn: read })
  const leave = list.subscribe(() => {})
  hideChat(queryClient, 'gone')
  first.resolve({ ...page, nextCursor: 'stale' })
  await vi.waitFor(() => {
    expect(list.getCurrentResult().data).toEqual({ chats: [], nextCursor: 'fresh' })
  })
  expect(read).toHaveBeenCalledTimes(2)
  leave()
  queryClient.clear()
})
