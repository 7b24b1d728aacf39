import { sql, type SQL } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Connection } from './connection'

/**
 * A query that is built once for a connection, with `sql.placeholder` for what changes: Drizzle
 * takes many times longer to build a query than SQLite takes to run it.
 */
export function prepared<Query>(
  build: (connection: Connection) => Query,
): (connection: Connection) => Query {
  const built = new WeakMap<Connection, Query>()
  return (connection) => {
    const query = built.get(connection) ?? build(connection)
    built.set(connection, query)
    return query
  }
}

/** A value of a prepared query that each call gives, as SQLite takes it: JSON is a text. */
export function given(name: string): SQL {
  return sql`${sql.placeholder(name)}`
}

/** An insert of these columns, prepared. A column of JSON must not be null. */
export function preparedInsert<
  Table extends SQLiteTable,
  Column extends keyof Table['$inferInsert'] & string,
>(
  table: Table,
  columns: readonly Column[],
): (connection: Connection, row: Required<Pick<Table['$inferInsert'], Column>>) => void {
  const placeholders = Object.fromEntries(columns.map((name) => [name, sql.placeholder(name)]))
  const insert = prepared((connection) =>
    // The names are those of columns of this table, which Drizzle cannot know of an open type.
    connection
      .insert(table)
      .values(placeholders as Table['$inferInsert'])
      .prepare(),
  )
  return (connection, row) => {
    insert(connection).run(row)
  }
}
