import { setImmediate } from 'node:timers/promises'
import { and, eq, inArray, max, sql, type SQL } from 'drizzle-orm'
import { textOf } from '@/lib/contract/message-text'
import type { ChatPosition, FoundChat } from '../database'
import { chats, messages, searchKeys } from '../schema'
import { foldText } from '../search-words'
import { isAfter, selectChats } from './chat-rows'
import type { Connection } from './connection'

/** How many chats are looked through before the others' calls have their turn. */
const WINDOW = 50

/** The index knows three characters in a row; accents, which it drops, are none. */
const SHORTEST_TERM = 3

type Search = { words: readonly string[]; after?: ChatPosition | undefined; limit: number }

/**
 * Chats with all the words in their title or in one message, newest first. Words that are too short
 * for the index are looked for in the texts, chat by chat and never all at once.
 */
export async function searchChats(
  connection: Connection,
  ownerId: string,
  { words, after, limit }: Search,
): Promise<FoundChat[]> {
  const terms = words.filter((word) => termLength(word) >= SHORTEST_TERM)
  const short = words.filter((word) => termLength(word) < SHORTEST_TERM)
  const indexed = terms.length === 0 ? undefined : sql`search_index MATCH ${phrasesOf(terms)}`
  const mayHaveThem =
    indexed &&
    sql`${chats.id} IN (
      SELECT ${searchKeys.chatId} FROM search_index
      JOIN ${searchKeys} ON ${searchKeys.key} = search_index.rowid WHERE ${indexed}
    )`
  const found: FoundChat[] = []
  let position = after
  for (;;) {
    const where = and(eq(chats.ownerId, ownerId), isAfter(position), mayHaveThem)
    const some = selectChats(connection, where, Math.max(WINDOW, limit))
    const ids = some.map(({ id }) => id)
    const texts = newestTexts(connection, ownerId, ids, indexed, short)
    for (const chat of some) {
      const text = texts.get(chat.id)
      if (text !== undefined || hasAll(chat.title, words)) found.push({ chat, text })
    }
    position = some.at(-1)
    if (found.length >= limit || some.length < WINDOW) return found.slice(0, limit)
    await setImmediate()
  }
}

/** By chat, the text of the newest message that has all the words. */
function newestTexts(
  connection: Connection,
  ownerId: string,
  chatIds: string[],
  indexed: SQL | undefined,
  short: readonly string[],
): Map<string, string> {
  const text = sql`(
    SELECT group_concat(value ->> '$.text', '') FROM json_each(${messages.parts})
    WHERE value ->> '$.type' = 'text'
  )`
  const query = connection
    .select({
      chatId: messages.chatId,
      parts: messages.parts,
      // The other columns are those of the row with the greatest.
      newest: max(messages.createdAt),
    })
    .from(messages)
    .$dynamic()
  if (indexed) {
    query
      .innerJoin(
        searchKeys,
        and(eq(searchKeys.chatId, messages.chatId), eq(searchKeys.messageId, messages.id)),
      )
      .innerJoin(sql`search_index`, sql`search_index.rowid = ${searchKeys.key}`)
  }
  const rows = query
    .where(
      and(
        eq(messages.ownerId, ownerId),
        inArray(messages.chatId, chatIds),
        indexed,
        ...short.map((word) => sql`${text} LIKE ${`%${escapeLike(word)}%`} ESCAPE '\\'`),
      ),
    )
    .groupBy(messages.chatId)
    .all()
  return new Map(rows.map(({ chatId, parts }) => [chatId, textOf(parts)]))
}

function hasAll(title: string, words: readonly string[]): boolean {
  const { text } = foldText(title)
  return words.every((word) => text.includes(foldText(word).text))
}

/** Each word in quotes is taken as it is: nothing in it is an operator. */
function phrasesOf(words: readonly string[]): string {
  return words.map((word) => `"${word.replaceAll('"', '""')}"`).join(' ')
}

function termLength(word: string): number {
  return Array.from(foldText(word).text).length
}

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)
}
