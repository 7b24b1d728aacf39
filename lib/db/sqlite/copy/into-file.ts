import { closeSync, openSync } from 'node:fs'
import type SqliteDatabase from 'better-sqlite3'
import type { CopiedRow, CopiedTable, CopyTarget } from '@/lib/db/copied-tables'
import { connect } from '@/lib/db/sqlite/file/connection'
import { intoNewFile } from '@/lib/db/sqlite/file/into-new-file'
import { readRows } from './read-rows'

/**
 * Makes a new database file, which only its owner can read. Triggers count its bytes and make its index
 * of the search. It is there once `write` has resolved, or not at all.
 */
export function intoFile<Value>(
  name: string,
  write: (target: CopyTarget) => Promise<Value>,
): Promise<Value> {
  return intoNewFile(name, async (unfinished) => {
    // SQLite takes an empty file, and would make one that others can read.
    closeSync(openSync(unfinished, 'wx', 0o600))
    const { $client: client } = connect(unfinished)
    try {
      client.pragma('synchronous = OFF')
      client.exec('BEGIN')
      const value = await write({
        rows: (table) => readRows(client, table),
        async write(table, rows) {
          writeRows(client, table, rows)
        },
      })
      client.exec('COMMIT')
      // A full disk fails here. As it is closed, SQLite would leave the rows in the log without a word.
      client.pragma('wal_checkpoint(TRUNCATE)')
      return value
    } finally {
      client.close()
    }
  })
}

function writeRows(
  client: SqliteDatabase.Database,
  { name, columns }: CopiedTable,
  rows: readonly CopiedRow[],
): void {
  const names = columns.map((column) => `"${column.name}"`).join(', ')
  const statement = client.prepare(
    `INSERT INTO "${name}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
  )
  for (const row of rows) {
    statement.run(row.map((value) => (typeof value === 'boolean' ? Number(value) : value)))
  }
}
