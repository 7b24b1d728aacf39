import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query'
import type { Api } from '@/lib/client/api'
import type { ChatPages } from './chat-pages'

export const chatsKey = ['chats'] as const

/** The list of chats, page by page. */
export function chatsQuery(api: Api) {
  return infiniteQueryOptions({
    queryKey: chatsKey,
    queryFn: ({ pageParam }) => api.listChats(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
}

/** Changes the list as far as it is loaded. A read that is under way may miss this: it begins anew. */
export function changeChatPages(
  queryClient: QueryClient,
  change: (pages: ChatPages) => ChatPages,
): void {
  queryClient.setQueryData<ChatPages>(chatsKey, (pages) => pages && change(pages))
  if (queryClient.isFetching({ queryKey: chatsKey }) > 0) void readAnew(queryClient)
}

/** A first read would be waited for, not begun anew, unless it is cancelled. */
async function readAnew(queryClient: QueryClient): Promise<void> {
  await queryClient.cancelQueries({ queryKey: chatsKey })
  await queryClient.invalidateQueries({ queryKey: chatsKey })
}
