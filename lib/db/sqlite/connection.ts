import { mkdirSync } from 'node:fs'
import path from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { drizzle, type BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import * as schema from '../schema'
import { rememberStatements } from './remember-statements'

/** The one connection to the file: inside a transaction of it, every query belongs to that. */
export type Connection = BetterSQLite3Database<typeof schema> & {
  $client: SqliteDatabase.Database
}

/** Opens the file (or `:memory:`) and brings it to the newest schema. */
export function connect(file: string): Connection {
  if (file !== ':memory:') mkdirSync(path.dirname(file), { recursive: true })
  const client = new SqliteDatabase(file, { timeout: 5_000 })
  client.pragma('journal_mode = WAL')
  client.pragma('synchronous = NORMAL')
  client.pragma('foreign_keys = ON')
  rememberStatements(client)
  const connection = drizzle(client, { schema })
  // Next's standalone output finds the migrations by this literal path.
  migrate(connection, { migrationsFolder: path.join(process.cwd(), 'drizzle') })
  return connection
}
