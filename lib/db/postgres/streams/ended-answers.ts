import { MOST_ENDED_ANSWERS } from '@/lib/db/ended-answers'
import { hasEnded } from '@/lib/db/message-view'
import type { EndedMessageRecord } from '@/lib/db/messages'
import type { Connection } from '@/lib/db/postgres/connection/connection'
import { messageRecordOf, type MessageRow } from './records'

/** Two queries in one, since an OR would read all that the person ever got. */
const ENDED_ANSWERS = `
  SELECT message_record(latest.id) AS record
  FROM (
    (
      SELECT id, ended_at, seq FROM messages
      WHERE owner_id = $1 AND ended_at >= $2 AND role = 'assistant' AND status <> 'active'
      ORDER BY ended_at DESC
      LIMIT $4
    )
    UNION
    SELECT message.id, message.ended_at, message.seq
    FROM stream_sessions AS session
    JOIN messages AS message ON message.id = session.message_id AND message.session_id = session.id
    WHERE session.id = ANY ($3::text[]) AND message.owner_id = $1
      AND message.role = 'assistant' AND message.status <> 'active'
    ORDER BY ended_at DESC
    LIMIT $4
  ) AS latest
  ORDER BY latest.ended_at, latest.seq
`

/** The latest answers that have ended since a time, or whose last session is one of these, oldest first. */
export async function endedAnswers(
  connection: Connection,
  ownerId: string,
  { since, sessionIds }: { since: number; sessionIds: readonly string[] },
): Promise<EndedMessageRecord[]> {
  const { rows } = await connection.$client.query<{ record: MessageRow | null }>(ENDED_ANSWERS, [
    ownerId,
    since,
    sessionIds,
    MOST_ENDED_ANSWERS,
  ])
  return rows.flatMap(({ record }) => (record ? [messageRecordOf(record)] : [])).filter(hasEnded)
}
