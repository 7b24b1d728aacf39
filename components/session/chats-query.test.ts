import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import type { ChatPage } from '@/lib/contract/chat'
import { changeChatPages, chatsKey } from './chats-query'

test('a change that comes while the list is read for the first time begins the read anew', async () => {
  const queryClient = new QueryClient()
  const first = Promise.withResolvers<ChatPage>()
  const page: ChatPage = { chats: [], nextCursor: null }
  const read = vi
    .fn<() => Promise<ChatPage>>()
    .mockReturnValueOnce(first.promise)
    .mockResolvedValueOnce({ ...page, nextCursor: 'fresh' })
  const list = new QueryObserver(queryClient, { queryKey: chatsKey, queryFn: read })
  const leave = list.subscribe(() => {})
  changeChatPages(queryClient, (pages) => pages)
  first.resolve({ ...page, nextCursor: 'stale' })
  await vi.waitFor(() => {
    expect(list.getCurrentResult().data).toEqual({ chats: [], nextCursor: 'fresh' })
  })
  expect(read).toHaveBeenCalledTimes(2)
  leave()
  queryClient.clear()
})
