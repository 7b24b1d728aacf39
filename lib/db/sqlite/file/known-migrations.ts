import path from 'node:path'
import type SqliteDatabase from 'better-sqlite3'
import { migrationTimes } from '@/lib/db/migration-times'

/** Next's standalone output finds the migrations by this literal path. */
export const migrationsFolder = () => path.join(process.cwd(), 'drizzle/sqlite')

/** When each was made: see {@link migrationTimes}. */
export function knownMigrations(): number[] {
  return migrationTimes(migrationsFolder())
}

/** The migrations that a database has had, by when they were made. */
export function appliedMigrations(client: SqliteDatabase.Database): number[] {
  const journal = `SELECT 1 FROM sqlite_master WHERE name = '__drizzle_migrations'`
  if (client.prepare(journal).get() === undefined) return []
  const times = client.prepare<[], number>('SELECT created_at FROM __drizzle_migrations').pluck()
  return times.all().map(Number)
}

/** How many migrations of a database this version does not know: the database is of a later one. */
export function countUnknownMigrations(client: SqliteDatabase.Database): number {
  const known = new Set(knownMigrations())
  return appliedMigrations(client).filter((time) => !known.has(time)).length
}
