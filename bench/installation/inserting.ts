import type SqliteDatabase from 'better-sqlite3'
import type { Row } from './rows-of-turn.ts'

export type Insert = (table: string, row: Row) => void

/** Inserts rows. Those of one table that have the same columns share a statement. */
export function inserting(database: SqliteDatabase.Database): Insert {
  const statements = new Map<string, SqliteDatabase.Statement>()
  return (table, row) => {
    const columns = Object.keys(row)
    const values = columns.map((column) => `@${column}`)
    const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${values.join(', ')})`
    const statement = statements.get(sql) ?? database.prepare(sql)
    statements.set(sql, statement)
    statement.run(row)
  }
}
