import { readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type SqliteDatabase from 'better-sqlite3'
import { migrate as applyMigrations } from 'drizzle-orm/better-sqlite3/migrator'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import type { Connection } from './connection'
import { copyDatabase } from './copy-database'

/** Copies that are kept, each of before a migration. */
const COPIES = 2

/** Next's standalone output finds the migrations by this literal path. */
const migrationsFolder = () => path.join(process.cwd(), 'drizzle')

/** Brings the database to the newest schema; one that somebody uses is copied first, beside itself. */
export function migrate(connection: Connection, file: string): void {
  const { $client: client } = connection
  const applied = appliedMigrations(client)
  const newest = Math.max(...applied)
  const isBehind = knownMigrations().some((time) => time > newest)
  if (applied.length > 0 && isBehind && isUsed(client)) keepCopy(client, file, applied.length)
  applyMigrations(connection, { migrationsFolder: migrationsFolder() })
}

/** How many migrations this database has had that this version does not know: it is of a later one. */
export function countUnknownMigrations(client: SqliteDatabase.Database): number {
  const known = new Set(knownMigrations())
  return appliedMigrations(client).filter((time) => !known.has(time)).length
}

/** By when each was made, in milliseconds since the epoch: Drizzle tells them apart by that. */
function knownMigrations(): number[] {
  return readMigrationFiles({ migrationsFolder: migrationsFolder() }).map(
    ({ folderMillis }) => folderMillis,
  )
}

function appliedMigrations(client: SqliteDatabase.Database): number[] {
  const journal = `SELECT 1 FROM sqlite_master WHERE name = '__drizzle_migrations'`
  if (client.prepare(journal).get() === undefined) return []
  const times = client.prepare<[], number>('SELECT created_at FROM __drizzle_migrations').pluck()
  return times.all().map(Number)
}

function isUsed(client: SqliteDatabase.Database): boolean {
  return client.prepare('SELECT 1 FROM users LIMIT 1').get() !== undefined
}

function keepCopy(client: SqliteDatabase.Database, file: string, migrations: number): void {
  if (file === ':memory:') return
  const prefix = `${path.basename(file)}.before-migration-`
  copyDatabase(client, path.join(path.dirname(file), `${prefix}${migrations + 1}`))
  const copies = readdirSync(path.dirname(file))
    .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    .toSorted((a, b) => Number(b.slice(prefix.length)) - Number(a.slice(prefix.length)))
  for (const name of copies.slice(COPIES)) rmSync(path.join(path.dirname(file), name))
}
