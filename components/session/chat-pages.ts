import type { KnownChat } from '@/lib/client/cache/chat-cache'
import type { Chat, ChatPage, ListedChat, Snippet } from '@/lib/contract/chat'

type KnownChats = ReadonlyMap<string, KnownChat>
type Position = Pick<Chat, 'id' | 'updatedAt'>

/**
 * One page of the list, whose chats are in the cache. `askedAt` is a count of the cache. `last` is the
 * page's last chat as it was read, and undefined on an empty page.
 */
export type ListPage = {
  askedAt: number
  last: Position | undefined
  nextCursor: string | null
}

/** One page of search results: the chats, and the places where they have the words. */
export type FoundPage = {
  found: { id: string; snippet?: Snippet }[]
  nextCursor: string | null
}

export function listPageOf({ chats, nextCursor }: ChatPage, askedAt: number): ListPage {
  const last = chats.at(-1)
  return { askedAt, last: last && { id: last.id, updatedAt: last.updatedAt }, nextCursor }
}

export function foundPageOf({ chats, nextCursor }: ChatPage): FoundPage {
  const found = chats.map(({ id, snippet }) => ({ id, ...(snippet && { snippet }) }))
  return { found, nextCursor }
}

/**
 * The chats of the list as far as it is loaded, newest first: each chat of which the cache has heard
 * since the list was asked for, if it is pinned or no older than the end of the last page. Pure.
 */
export function listedChats(pages: readonly ListPage[], known: KnownChats): Chat[] {
  const isListed = listedIn(pages)
  const listed = [...known.values()].filter(isListed).map(({ chat }) => chat)
  return listed.toSorted((one, other) => (isNewer(one, other) ? -1 : 1))
}

/** Returns a test for known chats: whether one is in the list as far as that is loaded. Pure. */
export function listedIn(pages: readonly ListPage[]): (known: KnownChat) => boolean {
  const [first] = pages
  const end = pages.at(-1)
  return ({ chat, knownAt }) => {
    if (!first || !end || knownAt < first.askedAt) return false
    return end.nextCursor === null || chat.pinned || (end.last ? !isNewer(end.last, chat) : false)
  }
}

/** The chats that were found, in the order of the results, as they are now. Pure. */
export function foundChats(pages: readonly FoundPage[], known: KnownChats): ListedChat[] {
  return pages
    .flatMap(({ found }) => found)
    .flatMap(({ id, snippet }) => {
      const chat = known.get(id)?.chat
      return chat ? [{ ...chat, ...(snippet && { snippet }) }] : []
    })
}

/** The server's order: by the last change, then by ID. */
function isNewer(chat: Position, other: Position): boolean {
  if (chat.updatedAt === other.updatedAt) return chat.id > other.id
  return chat.updatedAt > other.updatedAt
}
