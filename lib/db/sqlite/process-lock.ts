import { mkdirSync } from 'node:fs'
import path from 'node:path'
import SqliteDatabase from 'better-sqlite3'

/** A lock that nobody refers to would be collected, and so let go. */
const held = new Set<SqliteDatabase.Database>()

/**
 * Holds the database file for this process alone, or returns undefined when another process does.
 * The lock is SQLite's own on a file beside it, so the kernel frees it even after kill -9.
 */
export function lockForThisProcess(file: string): { release(): void } | undefined {
  mkdirSync(path.dirname(file), { recursive: true })
  const lock = new SqliteDatabase(`${file}.lock`, { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (error instanceof SqliteDatabase.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      return undefined
    }
    throw error
  }
  held.add(lock)
  return {
    release() {
      held.delete(lock)
      lock.close()
    },
  }
}
