import { infiniteQueryOptions, keepPreviousData, type QueryClient } from '@tanstack/react-query'
import { foundPageOf, listPageOf } from './chat-pages'
import type { Session } from './session'

/** Begins the keys of the list and of all that was searched for. */
const chatsKey = ['chats'] as const

type Reading = Pick<Session, 'api' | 'chats'>

/** How far the list of chats is read, page by page; the cache has the chats. */
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

/** Which chats have these words. What is shown stays until what is found instead is there. */
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
 * Reads the list, and what was searched for, again, and not what a read under way will bring: a first
 * one would be waited for, unless it is cancelled.
 */
export async function readChatsAnew(queryClient: QueryClient): Promise<void> {
  await queryClient.cancelQueries({ queryKey: chatsKey })
  await queryClient.invalidateQueries({ queryKey: chatsKey })
}
