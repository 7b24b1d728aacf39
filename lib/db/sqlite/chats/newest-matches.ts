import { and, asc, eq, gt, inArray, ne, or, sql } from 'drizzle-orm'
import { foldText, SEARCHED_CHARACTERS } from '@/lib/db/search-words'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { given, prepared } from '@/lib/db/sqlite/file/prepared'
import { messages, searchKeys } from '@/lib/db/sqlite/schema'
import { nextTurn } from '@/lib/platform/turns'

/** How many messages are asked for at a time. */
const PAGE = 2_000

/** Numbers at most this far apart are asked for together, up to `MOST`: a step must be short. */
const NEAR = 64
const MOST = 200

/** The index knows three characters in a row. Accents do not count: it drops them. */
const SHORTEST_TERM = 3

/** The number under which the index has a message. The newest has the greatest. */
type Key = typeof searchKeys.$inferSelect

/**
 * The ID of the newest message with all the words, by chat. Words that are too short for the index are
 * looked for in the texts themselves. Everybody else has their turn between any two steps.
 */
export async function newestMatches(
  connection: Connection,
  ownerId: string,
  chatIds: readonly string[],
  words: readonly string[],
): Promise<Map<string, string>> {
  const terms = words.filter((word) => termLength(word) >= SHORTEST_TERM)
  const short = words.filter((word) => termLength(word) < SHORTEST_TERM)
  const candidates: Key[] = []
  for (let after: Key | undefined; ;) {
    const keys = pageOfKeys(connection, chatIds, after)
    await nextTurn()
    candidates.push(...(terms.length > 0 ? await indexed(connection, keys, terms) : keys))
    after = keys.at(-1)
    if (keys.length < PAGE) break
  }
  const patterns = JSON.stringify(short.map((word) => `%${escapeLike(word)}%`))
  const newest = new Map<string, string>()
  for (const { chatId, messageId } of candidates.toSorted((a, b) => b.key - a.key)) {
    if (newest.has(chatId)) continue
    if (messageWithAll(connection).get({ messageId, ownerId, patterns })) {
      newest.set(chatId, messageId)
    }
    await nextTurn()
  }
  return newest
}

function pageOfKeys(connection: Connection, chatIds: readonly string[], after?: Key): Key[] {
  const { chatId, messageId } = searchKeys
  const isAfter =
    after &&
    or(gt(chatId, after.chatId), and(eq(chatId, after.chatId), gt(messageId, after.messageId)))
  return connection
    .select()
    .from(searchKeys)
    .where(and(inArray(chatId, [...chatIds]), ne(messageId, ''), isAfter))
    .orderBy(asc(chatId), asc(messageId))
    .limit(PAGE)
    .all()
}

/** The messages in which the index has all the terms. */
async function indexed(
  connection: Connection,
  keys: readonly Key[],
  terms: readonly string[],
): Promise<Key[]> {
  // A term in quotes is taken as it is: nothing in it is an operator.
  const phrases = terms.map((term) => `"${term.replaceAll('"', '""')}"`).join(' ')
  const found = new Set<number>()
  for (const { first, last } of rangesOf(keys.map(({ key }) => key))) {
    const rows = connection.all<{ key: number }>(
      sql`SELECT rowid AS key FROM search_index
        WHERE search_index MATCH ${phrases} AND rowid BETWEEN ${first} AND ${last}`,
    )
    for (const { key } of rows) found.add(key)
    await nextTurn()
  }
  return keys.filter(({ key }) => found.has(key))
}

/** Ranges of numbers that hold all of these, and few others. */
function rangesOf(numbers: readonly number[]): { first: number; last: number }[] {
  const ranges: { first: number; last: number }[] = []
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const range = ranges.at(-1)
    const isNear = range && number - range.last <= NEAR && number - range.first < MOST
    if (isNear) range.last = number
    else ranges.push({ first: number, last: number })
  }
  return ranges
}

const messageWithAll = prepared((connection) => {
  const text = sql`coalesce((
    SELECT substr(group_concat(part.value ->> '$.text', ''), 1, ${SEARCHED_CHARACTERS})
    FROM json_each(${messages.parts}) AS part WHERE part.value ->> '$.type' = 'text'
  ), '')`
  const isWithout = sql`EXISTS (
    SELECT 1 FROM json_each(${given('patterns')}) AS pattern
    WHERE ${text} NOT LIKE pattern.value ESCAPE '\\'
  )`
  return connection
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        eq(messages.id, given('messageId')),
        eq(messages.ownerId, given('ownerId')),
        sql`NOT ${isWithout}`,
      ),
    )
    .prepare()
})

function termLength(word: string): number {
  return Array.from(foldText(word).text).length
}

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)
}
