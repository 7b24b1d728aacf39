import { count, eq, inArray, sql } from 'drizzle-orm'
import type { ConversationMessage, MessageRecord, PathLimit } from '@/lib/db/messages'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { given, prepared } from '@/lib/db/sqlite/file/prepared'
import { messages } from '@/lib/db/sqlite/schema'
import { withSiblings } from './message-rows'

/** More messages than any path has. */
const WHOLE_PATH: PathLimit = { messages: 1_000_000, bytes: 2 ** 50 }

/** The path that ends at this message, root first; of a longer one those of its end. */
export function readPath(
  connection: Connection,
  ownerId: string,
  leafId: string,
  most: PathLimit,
): MessageRecord[] {
  const ids = idsOfPath(connection, ownerId, leafId, most)
  const rows = withTheseIds(connection).all({ ids: JSON.stringify(ids) })
  const records = new Map(
    withSiblings(connection, rows).map((record) => [record.id, record] as const),
  )
  return ids.flatMap((id) => records.get(id) ?? [])
}

/** The same path as a model is shown it, in one query without siblings, however long it is. */
export function readConversation(
  connection: Connection,
  ownerId: string,
  leafId: string,
  most: PathLimit,
): ConversationMessage[] {
  return conversation(connection).all(limited({ ownerId, leafId }, most))
}

export function idsOfPath(
  connection: Connection,
  ownerId: string,
  leafId: string,
  most = WHOLE_PATH,
): string[] {
  const rows = pathIds(connection).all(limited({ ownerId, leafId }, most))
  return rows.map(({ id }) => id)
}

export function lengthOfPath(connection: Connection, ownerId: string, leafId: string): number {
  return pathLength(connection).get(limited({ ownerId, leafId }, WHOLE_PATH))?.length ?? 0
}

function limited<Values>(values: Values, { messages: most, bytes }: PathLimit) {
  return { ...values, count: most, bytes: Math.min(bytes, WHOLE_PATH.bytes) }
}

/** A table of the IDs of a path, each with its distance from the leaf. */
const path = sql`(WITH RECURSIVE path(id, parent_id, depth, bytes) AS (
    SELECT id, parent_id, 1, octet_length(parts)
    FROM messages WHERE id = ${given('leafId')} AND owner_id = ${given('ownerId')}
    UNION ALL
    SELECT messages.id, messages.parent_id, depth + 1, bytes + octet_length(messages.parts)
    FROM path JOIN messages ON messages.id = path.parent_id
    WHERE messages.owner_id = ${given('ownerId')}
      AND depth < ${given('count')} AND (depth < 2 OR bytes < ${given('bytes')})
  ) SELECT id, depth FROM path) AS path`

const depth = sql`path.depth`
const idInPath = sql<string>`path.id`

const pathIds = prepared((connection) =>
  connection
    .select({ id: idInPath.as('id') })
    .from(path)
    .orderBy(sql`${depth} DESC`)
    .prepare(),
)

const pathLength = prepared((connection) =>
  connection.select({ length: count() }).from(path).prepare(),
)

const conversation = prepared((connection) =>
  connection
    .select({
      id: messages.id,
      parentId: messages.parentId,
      role: messages.role,
      parts: messages.parts,
    })
    .from(path)
    .innerJoin(messages, eq(messages.id, idInPath))
    .orderBy(sql`${depth} DESC`)
    .prepare(),
)

const withTheseIds = prepared((connection) =>
  connection
    .select()
    .from(messages)
    .where(inArray(messages.id, sql`(SELECT value FROM json_each(${given('ids')}))`))
    .prepare(),
)
