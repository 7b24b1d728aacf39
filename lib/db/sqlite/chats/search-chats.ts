import { and, desc, eq, inArray } from 'drizzle-orm'
import { textOf } from '@/lib/contract/message-text'
import type { ChatPosition, ChatRecord, FoundChat } from '@/lib/db/chats'
import { fold, hasAll, SEARCHED_CHARACTERS } from '@/lib/db/search-words'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { given, prepared } from '@/lib/db/sqlite/file/prepared'
import { chats, messages } from '@/lib/db/sqlite/schema'
import { nextTurn } from '@/lib/platform/turns'
import { isAfter, selectChats } from './chat-rows'
import { newestMatchesOf } from './newest-matches'

/** How many chats are looked through at a time: few at first, since most words are soon found. */
const FIRST_WINDOW = 50
const LARGEST_WINDOW = 200

type Search = { words: readonly string[]; after?: ChatPosition | undefined; limit: number }

/** What a search needs to know of a chat to look through it. */
type SearchedChat = Pick<ChatRecord, 'id' | 'title' | 'updatedAt'>

/**
 * Chats with all the words in their title or in one message, newest first. They are looked through in
 * steps, so that everybody else has their turn however much a person has.
 */
export async function searchChats(
  connection: Connection,
  ownerId: string,
  { words, after, limit }: Search,
): Promise<FoundChat[]> {
  const newestMatches = newestMatchesOf(connection, ownerId, words)
  const foldedWords = words.map(fold)
  const found: FoundChat[] = []
  let position = after
  for (let size = FIRST_WINDOW; ; size = Math.min(2 * size, LARGEST_WINDOW)) {
    const some = chatsBehind(connection, ownerId, position, size)
    const matches = await newestMatches(some.map(({ id }) => id))
    const hits = some
      .filter(({ id, title }) => matches.has(id) || hasAll(title, foldedWords))
      .slice(0, limit - found.length)
    const records = recordsOf(connection, ownerId, hits)
    for (const { id } of hits) {
      const chat = records.get(id)
      const match = matches.get(id)
      if (chat) found.push({ chat, text: match && textOfMessage(connection, match) })
      await nextTurn()
    }
    position = some.at(-1)
    if (found.length === limit || some.length < size) return found
  }
}

function chatsBehind(
  connection: Connection,
  ownerId: string,
  position: ChatPosition | undefined,
  limit: number,
): SearchedChat[] {
  return connection
    .select({ id: chats.id, title: chats.title, updatedAt: chats.updatedAt })
    .from(chats)
    .where(and(eq(chats.ownerId, ownerId), isAfter(position)))
    .orderBy(desc(chats.updatedAt), desc(chats.id))
    .limit(limit)
    .all()
}

/** The whole chats, by ID, without those that were deleted meanwhile. */
function recordsOf(
  connection: Connection,
  ownerId: string,
  hits: readonly SearchedChat[],
): ReadonlyMap<string, ChatRecord> {
  const ids = hits.map(({ id }) => id)
  const own = and(eq(chats.ownerId, ownerId), inArray(chats.id, ids))
  return new Map(selectChats(connection, own, ids.length).map((chat) => [chat.id, chat] as const))
}

/** The part of a message's text that can be found; undefined where it was deleted meanwhile. */
function textOfMessage(connection: Connection, messageId: string): string | undefined {
  const row = partsOf(connection).get({ messageId })
  return row && textOf(row.parts).slice(0, SEARCHED_CHARACTERS)
}

const partsOf = prepared((connection) =>
  connection
    .select({ parts: messages.parts })
    .from(messages)
    .where(eq(messages.id, given('messageId')))
    .prepare(),
)
