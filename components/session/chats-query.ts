import { infiniteQueryOptions, keepPreviousData, type QueryClient } from '@tanstack/react-query'
import { foundPageOf, listPageOf } from './chat-pages'
import type { Session } from './session'

/** The beginning of the query keys of the list and of all searches. */
const chatsKey = ['chats'] as const

type Reading = Pick<Session, 'api' | 'chats'>

/** Reads the list of chats, page by page. The chats themselves go into the cache. */
export function chatsQuery({ api, chats }: Reading) {
  return infiniteQueryOptions({
    queryKey: [...chatsKey, 'list'],
    async queryFn({ pageParam }) {
      const askedAt = chats.ask()
      const page = await api.listChats({ cursor: pageParam })
      chats.takeRead([...page.chats, ...(page.pinned ?? [])], askedAt)
      return listPageOf(page, askedAt)
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
}

/** Finds the chats with these words. Earlier results stay until the new ones have come. */
export function foundChatsQuery({ api, chats }: Reading, query: string) {
  return infiniteQueryOptions({
    queryKey: [...chatsKey, 'found', query],
    async queryFn({ pageParam, signal }) {
      const askedAt = chats.ask()
      const page = await api.listChats({ query, cursor: pageParam }, signal)
      chats.takeRead(
        page.chats.map(({ snippet: _snippet, ...chat }) => chat),
        askedAt,
      )
      return foundPageOf(page)
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    // No event tells that a new answer has the words.
    staleTime: 0,
    gcTime: 60_000,
  })
}

/**
 * Reads the list and the searches again. Cancels a read that is under way: if it were the first one, it
 * would be waited for instead, with its old result.
 */
export async function readChatsAgain(queryClient: QueryClient): Promise<void> {
  await queryClient.cancelQueries({ queryKey: chatsKey })
  await queryClient.invalidateQueries({ queryKey: chatsKey })
}
