import { and, asc, desc, eq, gt, sql } from 'drizzle-orm'
import { containing } from '@/lib/db/like-pattern'
import { isShort, SEARCHED_CHARACTERS } from '@/lib/db/search-words'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { given, prepared } from '@/lib/db/sqlite/file/prepared'
import { messages, searchKeys } from '@/lib/db/sqlite/schema'
import { StepSize } from '@/lib/platform/step-size'
import { nextTurn } from '@/lib/platform/turns'
import { IndexedMessages, type KeysByChat } from './indexed-messages'

/** How many messages of a chat are listed at a time. */
const PAGE = 2_000

/** How many texts are first read in a step: each may be very long. */
const FIRST_STEP = 4

/** The ID of the newest message with all the words, by chat, of those of these chats that have one. */
type NewestMatches = (chatIds: readonly string[]) => Promise<ReadonlyMap<string, string>>

/**
 * Prepares for finding some words in one window of chats after another, the newest chats first. Words that
 * are too short for the index are looked for in the texts themselves. Everybody else has their turn
 * between any two steps.
 */
export function newestMatchesOf(
  connection: Connection,
  ownerId: string,
  words: readonly string[],
): NewestMatches {
  const terms = words.filter((word) => !isShort(word))
  const short = words.filter(isShort)
  const patterns = JSON.stringify(short.map(containing))
  const indexed = terms.length > 0 ? new IndexedMessages(connection, ownerId, terms) : undefined
  const step = new StepSize(FIRST_STEP)

  /** Those of the messages that are the person's own and have the short words, newest first. */
  async function confirmed(keys: readonly number[]) {
    const rows: { chatId: string; messageId: string }[] = []
    for (let done = 0; done < keys.length;) {
      const some = keys.slice(done, done + step.size)
      const values = { keys: JSON.stringify(some), ownerId, patterns }
      rows.push(...step.run(() => withAll(connection).all(values)))
      done += some.length
      await nextTurn()
    }
    return rows
  }

  return async (chatIds) => {
    const keysByChat = indexed
      ? await indexed.keysOf(chatIds)
      : await keysOfAll(connection, chatIds)
    const newest = new Map<string, string>()
    // Most often the newest candidate of a chat is right, so only few are looked at to begin with.
    let open = chatIds.map((chatId) => ({ chatId, keys: keysByChat.get(chatId) ?? [] }))
    for (let from = 0, to = 1; open.length > 0; from = to, to *= 2) {
      for (const row of await confirmed(open.flatMap(({ keys }) => keys.slice(from, to)))) {
        if (!newest.has(row.chatId)) newest.set(row.chatId, row.messageId)
      }
      open = open.filter(({ chatId, keys }) => !newest.has(chatId) && keys.length > to)
    }
    return newest
  }
}

/** The numbers of all messages of these chats. */
async function keysOfAll(connection: Connection, chatIds: readonly string[]): Promise<KeysByChat> {
  const keysByChat = new Map<string, number[]>()
  for (const chatId of chatIds) {
    const keys: number[] = []
    for (let after: string | undefined = ''; after !== undefined;) {
      const page = pageOfKeys(connection).all({ chatId, after })
      keys.push(...page.map(({ key }) => key))
      after = page.length === PAGE ? page.at(-1)?.messageId : undefined
      await nextTurn()
    }
    keysByChat.set(
      chatId,
      keys.toSorted((a, b) => b - a),
    )
  }
  return keysByChat
}

const pageOfKeys = prepared((connection) =>
  connection
    .select({ key: searchKeys.key, messageId: searchKeys.messageId })
    .from(searchKeys)
    .where(and(eq(searchKeys.chatId, given('chatId')), gt(searchKeys.messageId, given('after'))))
    .orderBy(asc(searchKeys.messageId))
    .limit(PAGE)
    .prepare(),
)

const withAll = prepared((connection) => {
  const text = sql`coalesce((
    SELECT substr(group_concat(part.value ->> '$.text', ''), 1, ${SEARCHED_CHARACTERS})
    FROM json_each(${messages.parts}) AS part WHERE part.value ->> '$.type' = 'text'
  ), '')`
  const isWithout = sql`EXISTS (
    SELECT 1 FROM json_each(${given('patterns')}) AS pattern
    WHERE ${text} NOT LIKE pattern.value ESCAPE '\\'
  )`
  return connection
    .select({ chatId: searchKeys.chatId, messageId: messages.id })
    .from(searchKeys)
    .innerJoin(messages, eq(messages.id, searchKeys.messageId))
    .where(
      and(
        sql`${searchKeys.key} IN (SELECT value FROM json_each(${given('keys')}))`,
        eq(messages.ownerId, given('ownerId')),
        sql`NOT ${isWithout}`,
      ),
    )
    .orderBy(desc(searchKeys.key))
    .prepare()
})
