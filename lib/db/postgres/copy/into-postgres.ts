import type { Client } from 'pg'
import type { MessagePart } from '@/lib/contract/message'
import type { CopiedRow, CopiedTable, CopiedValue, CopyTarget } from '@/lib/db/copied-tables'
import { MaintenanceError } from '@/lib/db/maintenance-error'
import { searchTextOf } from '@/lib/db/postgres/chats/search-text'
import { migrate, readVersion } from '@/lib/db/postgres/connection/migrate'
import { withClient } from '@/lib/db/postgres/connection/with-client'
import { COPIED_TABLES } from './copied-tables'
import { readRows } from './read-rows'

/**
 * Fills an empty database, in one transaction: what is written is there once `write` has resolved, or not
 * at all. Throws {@link MaintenanceError} where the database has rows, or tables of another program.
 */
export async function intoPostgres<Value>(
  url: string,
  write: (target: CopyTarget) => Promise<Value>,
): Promise<Value> {
  await withClient(url, refuseForeign)
  await migrate(url)
  return withClient(url, async (client) => {
    await client.query('BEGIN')
    // A server that starts meanwhile must not add people.
    await client.query('LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE')
    for (const { name } of COPIED_TABLES) await refuseRows(client, name)
    const makeIndex = await dropSearchIndex(client)
    const value = await write({
      rows: (table) => readRows(client, table),
      async write(table, rows) {
        await writeRows(client, table, rows)
        if (table.name === 'messages') await writeSearchTexts(client, table, rows)
      },
    })
    await makeIndex()
    await client.query('COMMIT')
    await client.query('ANALYZE')
    return value
  })
}

async function refuseForeign(client: Client): Promise<void> {
  const version = await readVersion(client)
  if (version === 'later') {
    throw new MaintenanceError('The PostgreSQL database to fill is of a later version of Fullstop.')
  }
  if (version !== 'none') return
  const { rowCount } = await client.query(
    `SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') LIMIT 1`,
  )
  if (rowCount !== 0) {
    throw new MaintenanceError('The PostgreSQL database to fill has tables of another program.')
  }
}

async function refuseRows(client: Client, table: string): Promise<void> {
  const { rowCount } = await client.query(`SELECT FROM "${table}" LIMIT 1`)
  if (rowCount !== 0) {
    throw new MaintenanceError(`The PostgreSQL database to fill is not empty: ${table} has rows.`)
  }
}

/** Drops the index of the search until all texts are there: made of all at once, it takes a fraction of the time. */
async function dropSearchIndex(client: Client): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ definition: string }>(
    `SELECT pg_get_indexdef('search_texts_by_trigram'::regclass) AS definition`,
  )
  const definition = rows[0]?.definition ?? ''
  await client.query('DROP INDEX search_texts_by_trigram')
  return async () => {
    await client.query(definition)
  }
}

const TYPES = { text: 'text', number: 'bigint', boolean: 'boolean', json: 'json' }

/** Writes rows in their order: the numbers that tell it are given one after another. */
async function writeRows(
  client: Client,
  { name, columns }: CopiedTable,
  rows: readonly CopiedRow[],
): Promise<void> {
  const names = columns.map((column) => `"${column.name}"`).join(', ')
  const arrays = columns.map(({ kind }, index) => `$${index + 1}::${TYPES[kind]}[]`)
  await client.query(
    `INSERT INTO "${name}" (${names}) SELECT * FROM unnest(${arrays.join(', ')})`,
    columns.map((_, index) => rows.map((row) => row[index] ?? null)),
  )
}

/** Makes the index of the search, in which the messages are that have ended. */
async function writeSearchTexts(
  client: Client,
  { columns }: CopiedTable,
  rows: readonly CopiedRow[],
): Promise<void> {
  const places = ['id', 'chat_id', 'owner_id', 'status', 'parts'].map((wanted) =>
    columns.findIndex(({ name }) => name === wanted),
  )
  const texts = rows
    .map((row) => places.map((place) => row[place] ?? null))
    .filter(([, , , status]) => status !== 'active')
    .map(([id, chatId, ownerId, , parts]) => [id, chatId, ownerId, searchTextOf(partsIn(parts))])
  await client.query(
    `INSERT INTO search_texts (message_id, chat_id, owner_id, folded)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])`,
    [0, 1, 2, 3].map((index) => texts.map((text) => text[index])),
  )
}

/** The stores have written the parts of each message as they take them. */
function partsIn(json: CopiedValue | undefined): MessagePart[] {
  return JSON.parse(String(json)) as MessagePart[]
}
