import { expect, inject, test } from 'vitest'
import { openTestPostgres } from '@/lib/db/testing/open-test-postgres'
import { openTestSqlite } from '@/lib/db/testing/open-test-sqlite'

const COLUMNS_OF_SQLITE = `
  SELECT "table".name || '.' || "column".name AS name,
    "column"."notnull" = 0 AND "column".pk = 0 AS "isNullable"
  FROM sqlite_schema AS "table" JOIN pragma_table_info("table".name) AS "column"
  WHERE "table".type = 'table'
`

const COLUMNS_OF_POSTGRES = `
  SELECT table_name || '.' || column_name AS name, (is_nullable = 'YES')::int AS "isNullable"
  FROM information_schema.columns WHERE table_schema = 'public'
`

/** Each dialect has an index of its own for the search, and only PostgreSQL has several servers to know of. */
const OWN_TABLES = /^(search_\w+|servers|spending_writes)\./

/** SQLite numbers its rows by itself. */
const OWN_COLUMN = /\.seq$/

type Column = { name: string; isNullable: number }

const shared = (columns: Column[]) =>
  columns
    .filter(({ name }) => !OWN_TABLES.test(name) && !OWN_COLUMN.test(name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))

test.skipIf(inject('postgresUrl') === '')(
  'the tables and columns of both dialects have the same names, and the same ones may be empty',
  async () => {
    const ofSqlite = await openTestSqlite().sql<Column>(COLUMNS_OF_SQLITE)
    const { sql } = await openTestPostgres()
    const ofPostgres = await sql<Column>(COLUMNS_OF_POSTGRES)
    expect(shared(ofPostgres).length).toBeGreaterThan(100)
    expect(shared(ofPostgres)).toEqual(shared(ofSqlite))
  },
)
