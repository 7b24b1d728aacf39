import { count, eq, sql, type SQL } from 'drizzle-orm'
import type { ConversationMessage, MessageRecord, PathLimit } from '@/lib/db/messages'
import type { Connection } from '@/lib/db/postgres/connection/connection'
import { messages } from '@/lib/db/postgres/schema'
import { messageColumns } from './message-rows'
import { eachByIndex } from './tree-rows'

/** More messages, and bytes, than any path has. */
const MOST: PathLimit = { messages: 1_000_000, bytes: Number.MAX_SAFE_INTEGER }

/** The path that ends at this message, root first; of a longer one those of its end. */
export async function readPath(
  connection: Connection,
  ownerId: string,
  leafId: string,
  most: PathLimit,
): Promise<MessageRecord[]> {
  return connection
    .select(messageColumns)
    .from(path(ownerId, leafId, most))
    .innerJoin(messages, eq(messages.id, idInPath))
    .orderBy(rootFirst)
}

/** The same path as a model is shown it. */
export async function readConversation(
  connection: Connection,
  ownerId: string,
  leafId: string,
  most: PathLimit,
): Promise<ConversationMessage[]> {
  return connection
    .select({
      id: messages.id,
      parentId: messages.parentId,
      role: messages.role,
      parts: messages.parts,
    })
    .from(path(ownerId, leafId, most))
    .innerJoin(messages, eq(messages.id, idInPath))
    .orderBy(rootFirst)
}

export async function idsOfPath(
  connection: Connection,
  ownerId: string,
  leafId: string,
): Promise<string[]> {
  const rows = await connection
    .select({ id: idInPath })
    .from(path(ownerId, leafId))
    .orderBy(rootFirst)
  return rows.map(({ id }) => id)
}

export async function lengthOfPath(
  connection: Connection,
  ownerId: string,
  leafId: string,
): Promise<number> {
  const [counted] = await connection.select({ length: count() }).from(path(ownerId, leafId))
  return counted?.length ?? 0
}

/** A table of the IDs of a path, each with its distance from the leaf. Without a limit, no text is read. */
function path(ownerId: string, leafId: string, limit?: PathLimit): SQL {
  const bytes = limit ? sql`octet_length(parts::text)::bigint` : sql`0`
  const most = limit?.messages ?? MOST.messages
  const mostBytes = Math.min(limit?.bytes ?? MOST.bytes, MOST.bytes)
  return sql`(WITH RECURSIVE path(id, parent_id, depth, bytes) AS (
      SELECT id, parent_id, 1, ${bytes}
      FROM messages WHERE id = ${leafId} AND owner_id = ${ownerId}
      UNION ALL
      SELECT previous.id, previous.parent_id, depth + 1, bytes + ${bytes}
      FROM path CROSS JOIN LATERAL ${eachByIndex(sql`id = path.parent_id`)} AS previous
      WHERE previous.owner_id = ${ownerId}
        AND depth < ${most} AND (depth < 2 OR bytes < ${mostBytes}::bigint)
    ) SELECT id, depth FROM path) AS path`
}

const idInPath = sql<string>`path.id`
const rootFirst = sql`path.depth DESC`
