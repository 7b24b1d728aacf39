import { and, desc, eq, getTableColumns, sql, type SQL } from 'drizzle-orm'
import type { MessageRecord } from '@/lib/db/messages'
import type { Connection } from '@/lib/db/postgres/connection/connection'
import { messages } from '@/lib/db/postgres/schema'

const { editOf: _, seq, ...columns } = getTableColumns(messages)

/** Messages in the order in which they were written, whatever the clock said then. */
export const asWritten = seq

/** A message without its siblings. */
export const loneMessage = columns

/** No parent is no value to compare with, so each kind of parent has its own query, which uses the index. */
const siblingIds = sql<string[]>`CASE WHEN messages.parent_id IS NULL
  THEN ARRAY(
    SELECT id FROM messages AS sibling
    WHERE sibling.chat_id = messages.chat_id AND sibling.parent_id IS NULL ORDER BY seq
  )
  ELSE ARRAY(
    SELECT id FROM messages AS sibling
    WHERE sibling.chat_id = messages.chat_id AND sibling.parent_id = messages.parent_id ORDER BY seq
  ) END`

/** A message with its siblings. */
export const messageColumns = { ...columns, siblingIds }

/** The message that was written last of those for which this holds. */
export async function newestOf(
  connection: Connection,
  where: SQL | undefined,
): Promise<MessageRecord | undefined> {
  const [found] = await connection
    .select(messageColumns)
    .from(messages)
    .where(where)
    .orderBy(desc(asWritten))
    .limit(1)
  return found
}

export async function findMessage(
  connection: Connection,
  ownerId: string,
  messageId: string,
): Promise<MessageRecord | undefined> {
  const [found] = await connection
    .select(messageColumns)
    .from(messages)
    .where(and(eq(messages.id, messageId), eq(messages.ownerId, ownerId)))
  return found
}
