import { setTimeout as pause } from 'node:timers/promises'
import { Pool } from 'pg'
import {
  SELECT_MESSAGE,
  storedMessageIn,
  type MessageRow,
  type StoredMessage,
} from '../server/app-database'

const PAUSE_MS = 100

/** How long a query is tried again. PostgreSQL is back long before. */
const PATIENCE_MS = 30_000

/** The database of a cluster, read from outside. A query waits while PostgreSQL is away. */
export class ClusterDatabase {
  readonly #pool: Pool

  constructor(url: string) {
    this.#pool = new Pool({ connectionString: url, max: 4, query_timeout: 10_000 })
    // A connection that breaks while it is idle tells nobody else.
    this.#pool.on('error', () => {})
  }

  /** The rows of a query, with its values in place of each `?`. */
  async query<Row>(sql: string, ...values: unknown[]): Promise<Row[]> {
    let number = 0
    const text = sql.replaceAll('?', () => `$${(number += 1)}`)
    const giveUpAt = performance.now() + PATIENCE_MS
    for (;;) {
      try {
        // The caller names the type of its rows.
        return (await this.#pool.query(text, values)).rows as Row[]
      } catch (error) {
        if (performance.now() > giveUpAt) throw error
        await pause(PAUSE_MS)
      }
    }
  }

  async storedMessage(messageId: string): Promise<StoredMessage> {
    return storedMessageIn(await this.query<MessageRow>(SELECT_MESSAGE, messageId))
  }

  async close(): Promise<void> {
    await this.#pool.end()
  }
}
