import { existsSync, statSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'
import { unavailableError } from '@/lib/contract/fullstop-error'
import { countUnknownMigrations } from './known-migrations'
import { sqliteCodeOf } from './sqlite-code'
import { isBusy } from './wait-while-busy'

/** A database that this version must not open. The message is one line, without the file's name. */
export class UnfitDatabaseError extends Error {
  override readonly name = 'UnfitDatabaseError'
}

/** In bytes. Checking takes up to 20 ms a megabyte; in a larger file damage shows when it is met. */
const LARGEST_CHECKED = 32 * 1024 * 1024

const OPENING_WAIT_MS = 5_000

/**
 * Throws {@link UnfitDatabaseError} for a database of a later version, and for a file that is damaged
 * or no database, and `unavailable`. Changes no byte of the file.
 */
export function refuseUnfit(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size === 0) return
  // Closing would fold a log into the file; without one, only a connection that may write cleans up.
  const readonly = existsSync(`${file}-wal`)
  const client = new SqliteDatabase(file, { readonly, timeout: OPENING_WAIT_MS })
  try {
    const unknown = countUnknownMigrations(client)
    if (unknown > 0) {
      throw new UnfitDatabaseError(
        unknown === 1
          ? 'it has 1 migration from a later version of Fullstop, and was left unchanged'
          : `it has ${unknown} migrations from a later version of Fullstop, and was left unchanged`,
      )
    }
    if (size > LARGEST_CHECKED) return
    const found = client.pragma('quick_check(1)', { simple: true })
    if (found !== 'ok') throw new UnfitDatabaseError(DAMAGED)
  } catch (error) {
    if (isBusy(error)) throw unavailableError()
    const why = damageOf(error)
    throw why === undefined ? error : new UnfitDatabaseError(why)
  } finally {
    client.close()
  }
}

const DAMAGED = 'it is damaged; see docs/operating.md for how to go on with a backup'

/** The line for an error of SQLite's that says that the file is damaged, or no database. */
export function damageOf(error: unknown): string | undefined {
  const code = sqliteCodeOf(error)
  if (code === 'SQLITE_NOTADB') return 'it is not a SQLite database'
  return code.startsWith('SQLITE_CORRUPT') ? DAMAGED : undefined
}
