import { and, desc, eq, getTableColumns, sql, type SQL } from 'drizzle-orm'
import type { MessageRecord } from '@/lib/db/messages'
import type { Connection, Transaction } from '@/lib/db/postgres/connection/connection'
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

/** One message, of this owner if one is given. */
export async function findMessage(
  connection: Connection | Transaction,
  messageId: string,
  ownerId?: string,
): Promise<MessageRecord | undefined> {
  const [found] = await connection
    .select(messageColumns)
    .from(messages)
    .where(
      and(
        eq(messages.id, messageId),
        ownerId === undefined ? undefined : eq(messages.ownerId, ownerId),
      ),
    )
  return found
}
