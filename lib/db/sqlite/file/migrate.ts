import { readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type SqliteDatabase from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate as applyMigrations } from 'drizzle-orm/better-sqlite3/migrator'
import { copyDatabase } from './copy-database'
import { appliedMigrations, knownMigrations, migrationsFolder } from './known-migrations'

/** How many copies are kept, each from before a migration. */
const COPIES = 2

/** Brings the database to the newest schema; a database that somebody uses is copied first, into its folder. */
export function migrate(client: SqliteDatabase.Database, file: string): void {
  const applied = appliedMigrations(client)
  const newest = Math.max(...applied)
  const isBehind = knownMigrations().some((time) => time > newest)
  if (applied.length > 0 && isBehind && isUsed(client)) keepCopy(client, file, applied.length)
  applyMigrations(drizzle(client), { migrationsFolder: migrationsFolder() })
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
