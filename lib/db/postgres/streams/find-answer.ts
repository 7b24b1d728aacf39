import type { MessageRecord } from '@/lib/db/messages'
import type { Connection } from '@/lib/db/postgres/connection/connection'
import { messageRecordOf, type MessageRow } from './records'

/** The message of any owner with this ID. */
export async function findAnswer(
  connection: Connection,
  messageId: string,
): Promise<MessageRecord | undefined> {
  const { rows } = await connection.$client.query<{ record: MessageRow | null }>(
    'SELECT message_record($1) AS record',
    [messageId],
  )
  const record = rows[0]?.record
  return record ? messageRecordOf(record) : undefined
}
