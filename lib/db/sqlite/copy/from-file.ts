import { existsSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'
import type { CopySource } from '@/lib/db/copied-tables'
import { MaintenanceError } from '@/lib/db/maintenance-error'
import { appliedMigrations, knownMigrations } from '@/lib/db/sqlite/file/known-migrations'
import { lockForThisProcess } from '@/lib/db/sqlite/file/process-lock'
import { readRows } from './read-rows'

/**
 * Reads a database file, and changes no byte of it. Throws {@link MaintenanceError} where there is none,
 * a server uses it, or it is of another version.
 */
export async function fromFile<Value>(
  name: string,
  read: (source: CopySource) => Promise<Value>,
): Promise<Value> {
  if (!existsSync(name)) throw new MaintenanceError(`There is no database at ${name}.`)
  const lock = lockForThisProcess(name)
  if (!lock) throw new MaintenanceError(`${name} is in use by a Fullstop process: end that first.`)
  try {
    // Closing would fold a log into the file; without one, only a connection that may write cleans up.
    const client = new SqliteDatabase(lock.file, { readonly: existsSync(`${lock.file}-wal`) })
    try {
      refuseOtherVersion(client, name)
      return await read({ rows: (table) => readRows(client, table) })
    } finally {
      client.close()
    }
  } finally {
    lock.release()
  }
}

function refuseOtherVersion(client: SqliteDatabase.Database, name: string): void {
  const known = knownMigrations()
  const applied = appliedMigrations(client)
  if (applied.some((time) => !known.includes(time))) {
    throw new MaintenanceError(`${name} is of a later version of Fullstop: use that version.`)
  }
  if (applied.length < known.length) {
    throw new MaintenanceError(`${name} is of an earlier version: start this version on it once.`)
  }
}
