import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import type { CopiedTable } from '@/lib/db/copied-tables'
import * as schema from '@/lib/db/postgres/schema'

const KINDS: Readonly<Record<string, CopiedTable['columns'][number]['kind']>> = {
  text: 'text',
  bigint: 'number',
  boolean: 'boolean',
  json: 'json',
}

/** All tables but those that the target makes itself; each after those that its rows refer to. */
export const COPIED_TABLES: readonly CopiedTable[] = [
  schema.users,
  schema.sessions,
  schema.accounts,
  schema.verifications,
  schema.apiKeys,
  schema.tokenSpending,
  schema.personSettings,
  schema.chats,
  schema.deletedChats,
  schema.messages,
  schema.streamSessions,
  schema.streamChunks,
  schema.cancelRequests,
].map(copiedTable)

/** A number that tells the order of the rows is no column of SQLite's, whose rows have their own. */
function copiedTable(table: PgTable): CopiedTable {
  const { name, columns } = getTableConfig(table)
  const own = columns.filter(({ generatedIdentity }) => generatedIdentity === undefined)
  return {
    name,
    columns: own.map((column) => ({ name: column.name, kind: kindOf(column.getSQLType()) })),
    isOrdered: own.length < columns.length,
  }
}

function kindOf(type: string): CopiedTable['columns'][number]['kind'] {
  const kind = KINDS[type]
  if (kind === undefined) throw new Error(`columns of the type ${type} cannot be copied`)
  return kind
}
