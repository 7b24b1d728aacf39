import type SqliteDatabase from 'better-sqlite3'
import {
  ROWS_AT_ONCE,
  type CopiedRow,
  type CopiedTable,
  type CopiedValue,
} from '@/lib/db/copied-tables'
import { storableJson, storableText } from './storable'

/** The rows of a table in the order in which they were written, as another kind of database takes them. */
export async function* readRows(
  client: SqliteDatabase.Database,
  table: CopiedTable,
): AsyncGenerator<CopiedRow[]> {
  const columns = table.columns.map(({ name }) => `"${name}"`).join(', ')
  const statement = client.prepare<[], (string | number | null)[]>(
    `SELECT ${columns} FROM "${table.name}" ORDER BY rowid`,
  )
  let some: CopiedRow[] = []
  for (const row of statement.raw().iterate()) {
    some.push(table.columns.map(({ kind }, index) => copiedValue(kind, row[index] ?? null)))
    if (some.length < ROWS_AT_ONCE) continue
    yield some
    some = []
  }
  if (some.length > 0) yield some
}

function copiedValue(
  kind: CopiedTable['columns'][number]['kind'],
  value: string | number | null,
): CopiedValue {
  if (kind === 'boolean' && value !== null) return value !== 0
  if (typeof value !== 'string') return value
  return kind === 'json' ? storableJson(value) : storableText(value)
}
