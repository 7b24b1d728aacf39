import { mkdirSync } from 'node:fs'
import path from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { drizzle, type BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { unavailableError } from '@/lib/contract/fullstop-error'
import * as schema from '@/lib/db/sqlite/schema'
import { migrate } from './migrate'
import { refuseUnfit } from './refuse-unfit'
import { rememberStatements } from './remember-statements'
import { isBusy } from './wait-while-busy'

/** The only connection to the file: during a transaction, all queries belong to it. */
export type Connection = BetterSQLite3Database<typeof schema> & {
  $client: SqliteDatabase.Database
}

/** How long opening waits for a lock, in milliseconds: nobody is served yet, so it may block. */
const OPENING_WAIT_MS = 5_000

/**
 * Opens the file, `:memory:`, or in memory the `image` of a database, with the newest schema. From then
 * on it never waits for a lock, as that would block: see wait-while-busy.ts. Throws `unavailable`, and
 * `UnfitDatabaseError` for a file that is of a later version, or damaged.
 */
export function connect(file: string, image?: Buffer): Connection {
  if (file !== ':memory:') {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
    refuseUnfit(file)
  }
  const client = new SqliteDatabase(image ?? file, { timeout: OPENING_WAIT_MS })
  try {
    client.pragma('journal_mode = WAL')
    client.pragma('synchronous = NORMAL')
    client.pragma('foreign_keys = ON')
    rememberStatements(client)
    if (!image) migrate(client, file)
    client.pragma('busy_timeout = 0')
    return drizzle(client, { schema })
  } catch (error) {
    client.close()
    throw isBusy(error) ? unavailableError() : error
  }
}
