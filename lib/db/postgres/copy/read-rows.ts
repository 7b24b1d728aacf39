import type { Client } from 'pg'
import {
  ROWS_AT_ONCE,
  type CopiedRow,
  type CopiedTable,
  type CopiedValue,
} from '@/lib/db/copied-tables'

/** The rows of a table, within a transaction; in the order in which they were written, where that counts. */
export async function* readRows(client: Client, table: CopiedTable): AsyncGenerator<CopiedRow[]> {
  const columns = table.columns.map(({ name, kind }) =>
    kind === 'json' ? `"${name}"::text` : `"${name}"`,
  )
  await client.query(
    `DECLARE copied NO SCROLL CURSOR FOR
     SELECT ${columns.join(', ')} FROM "${table.name}" ${table.isOrdered ? 'ORDER BY seq' : ''}`,
  )
  for (;;) {
    const text = `FETCH ${ROWS_AT_ONCE} FROM copied`
    const { rows } = await client.query<CopiedValue[]>({ text, rowMode: 'array' })
    if (rows.length === 0) break
    yield rows
  }
  // A reader that has failed leaves it to the end of the transaction.
  await client.query('CLOSE copied')
}
