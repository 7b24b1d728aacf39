import { and, desc, eq, sql } from 'drizzle-orm'
import type { ChatPosition, ChatRecord, FoundChat } from '@/lib/db/chats'
import type { Connection } from '@/lib/db/postgres/connection/connection'
import { chats, messages, searchTexts, streamSessions } from '@/lib/db/postgres/schema'
import { fold, hasAll } from '@/lib/db/search-words'
import { nextTurn } from '@/lib/platform/turns'
import { chatColumns, isActiveInChat, isAfter } from './chat-rows'
import { newestMatchesOf } from './newest-matches'

/** How many chats are looked through at a time: few at first, since most words are soon found. */
const FIRST_WINDOW = 50
const LARGEST_WINDOW = 800

/** How many texts come in one answer: each may be very long. */
const TEXTS_AT_ONCE = 25

type Search = { words: readonly string[]; after?: ChatPosition | undefined; limit: number }

/** A chat that has all the words; in this message, unless only its title has them. */
type Hit = { chatId: string; messageId: string | null }

/** Chats with all the words in their title or in one message, newest first. */
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
    const some = await chatsBehind(connection, ownerId, position, size)
    const matches = await newestMatches(some.map(({ id }) => id))
    const hits = some
      .filter(({ id, title }) => matches.has(id) || hasAll(title, foldedWords))
      .slice(0, limit - found.length)
      .map(({ id }) => ({ chatId: id, messageId: matches.get(id) ?? null }))
    for (let from = 0; from < hits.length; from += TEXTS_AT_ONCE) {
      const next = hits.slice(from, from + TEXTS_AT_ONCE)
      found.push(...(await foundChats(connection, ownerId, next)))
    }
    position = some.at(-1)
    if (found.length === limit || some.length < size) return found
    await nextTurn()
  }
}

/** What a search needs to know of the chats to look through them. */
function chatsBehind(
  connection: Connection,
  ownerId: string,
  position: ChatPosition | undefined,
  limit: number,
): Promise<Pick<ChatRecord, 'id' | 'title' | 'updatedAt'>[]> {
  return connection
    .select({ id: chats.id, title: chats.title, updatedAt: chats.updatedAt })
    .from(chats)
    .where(and(eq(chats.ownerId, ownerId), isAfter(position)))
    .orderBy(desc(chats.updatedAt), desc(chats.id))
    .limit(limit)
}

/** The whole chats, with the part of their messages' text that can be found; none that was deleted meanwhile. */
async function foundChats(
  connection: Connection,
  ownerId: string,
  hits: readonly Hit[],
): Promise<FoundChat[]> {
  const chatIds = sql.param(hits.map(({ chatId }) => chatId))
  const messageIds = sql.param(hits.map(({ messageId }) => messageId))
  const rows = await connection
    .select({
      chat: chatColumns,
      text: sql<string | null>`coalesce(searched_text(${messages.parts}), ${searchTexts.folded})`,
    })
    .from(
      sql`unnest(${chatIds}::text[], ${messageIds}::text[]) WITH ORDINALITY
        AS hit (chat_id, message_id, place)`,
    )
    .innerJoin(chats, and(sql`${chats.id} = hit.chat_id`, eq(chats.ownerId, ownerId)))
    .leftJoin(streamSessions, isActiveInChat)
    .leftJoin(messages, sql`${messages.id} = hit.message_id`)
    .leftJoin(searchTexts, eq(searchTexts.messageId, messages.id))
    .orderBy(sql`hit.place`)
  return rows.map(({ chat, text }) => ({ chat, text: text ?? undefined }))
}
