import { getTableColumns, type InferSelectModel } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'

/** A row as JSON of the database has it: by the names of the columns. */
export type JsonRow = Readonly<Record<string, unknown>>

/** Some values of a row, each of which may be null. */
type Values<Table extends PgTable> = {
  [Name in keyof InferSelectModel<Table>]?: InferSelectModel<Table>[Name] | null
}

/** Values of a table by the names of their columns, as a function of the database takes them. */
export function columnsOf<Table extends PgTable>(table: Table, values: Values<Table>): JsonRow {
  const columns = getTableColumns<PgTable>(table)
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [columns[name]?.name ?? name, value]),
  )
}

/** A row of that table, which the database has given as JSON with all its columns. */
export function valuesOf<Table extends PgTable>(
  table: Table,
  row: JsonRow,
): InferSelectModel<Table> {
  const columns = Object.entries(getTableColumns<PgTable>(table))
  // The migrations make the columns of the schema, and JSON has numbers, texts and objects as they are.
  return Object.fromEntries(
    columns.map(([name, column]) => [name, row[column.name]]),
  ) as InferSelectModel<Table>
}
