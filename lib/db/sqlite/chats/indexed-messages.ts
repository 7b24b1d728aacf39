import { eq, sql } from 'drizzle-orm'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { given, prepared } from '@/lib/db/sqlite/file/prepared'
import { searchKeys, searchRanges } from '@/lib/db/sqlite/schema'
import { StepSize } from '@/lib/platform/step-size'
import { nextTurn } from '@/lib/platform/turns'

/** How many messages the index is first asked about: each may be very long. */
const FIRST_STEP = 64

/** The numbers under which the index has some messages of each chat, the newest first. */
export type KeysByChat = ReadonlyMap<string, readonly number[]>

/**
 * A person's messages in which the index has all the terms. It is read once, from the newest message
 * down, and only as far as the chats go back that are asked for.
 */
export class IndexedMessages {
  readonly #connection: Connection
  readonly #phrases: string
  /** What is not read yet of the person's ranges; that with the newest messages stands last. */
  readonly #unread: { first: number; last: number }[]
  readonly #step = new StepSize(FIRST_STEP)
  readonly #found = new Map<string, number[]>()

  constructor(connection: Connection, ownerId: string, terms: readonly string[]) {
    this.#connection = connection
    // A term in quotes is taken as it is: nothing in it is an operator.
    this.#phrases = terms.map((term) => `"${term.replaceAll('"', '""')}"`).join(' ')
    this.#unread = usedRanges(connection).all({ ownerId })
  }

  /** Those of these chats, and perhaps of others. */
  async keysOf(chatIds: readonly string[]): Promise<KeysByChat> {
    const { oldest } = oldestOf(this.#connection).get({ chatIds: JSON.stringify(chatIds) }) ?? {}
    while (this.#readStep(oldest ?? Infinity)) await nextTurn()
    return this.#found
  }

  /** Reads on towards this number; false where all from there on has been read. */
  #readStep(oldest: number): boolean {
    const range = this.#unread.at(-1)
    if (!range || range.last < oldest) return false
    const first = Math.max(range.first, range.last - this.#step.size + 1)
    const rows = this.#step.run(() =>
      matches(this.#connection).all({ phrases: this.#phrases, first, last: range.last }),
    )
    for (const { key, chatId } of rows.toReversed()) {
      const keys = this.#found.get(chatId)
      if (keys) keys.push(key)
      else this.#found.set(chatId, [key])
    }
    range.last = first - 1
    if (range.last < range.first) this.#unread.pop()
    return true
  }
}

/** The ranges of a person, each as far as it is used. */
const usedRanges = prepared((connection) => {
  const first = sql<number>`${searchRanges.number} << 28`
  const last = sql<number>`(
    SELECT max(key) FROM search_keys WHERE key < (${searchRanges.number} + 1) << 28
  )`
  return connection
    .select({ first: first.as('first'), last: last.as('last') })
    .from(searchRanges)
    .where(sql`${searchRanges.ownerId} = ${given('ownerId')} AND ${last} >= ${first}`)
    .orderBy(searchRanges.number)
    .prepare()
})

const oldestOf = prepared((connection) =>
  connection
    .select({ oldest: sql<number | null>`min(${searchKeys.key})` })
    .from(searchKeys)
    .where(sql`${searchKeys.chatId} IN (SELECT value FROM json_each(${given('chatIds')}))`)
    .prepare(),
)

const indexedKey = sql`search_index.rowid`

/**
 * In the order of their numbers, which is that of the index. Large numbers are bound as floating point,
 * and with those FTS5 would read all rows of everybody.
 */
const matches = prepared((connection) =>
  connection
    .select({ key: searchKeys.key, chatId: searchKeys.chatId })
    .from(sql`search_index`)
    .innerJoin(searchKeys, eq(searchKeys.key, indexedKey))
    .where(
      sql`search_index MATCH ${given('phrases')} AND ${indexedKey}
        BETWEEN CAST(${given('first')} AS INTEGER) AND CAST(${given('last')} AS INTEGER)`,
    )
    .orderBy(indexedKey)
    .prepare(),
)
