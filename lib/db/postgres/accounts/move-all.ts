import type { QueryConfig } from 'pg'
import type { Connection } from '@/lib/db/postgres/connection/connection'
import { inTransaction } from '@/lib/db/postgres/connection/in-transaction'
import { lockChatsOf } from '@/lib/db/postgres/connection/lock-chats-of'
import { lockPeople } from '@/lib/db/postgres/connection/lock-people'
import { lockSessionsOf } from '@/lib/db/postgres/connection/lock-sessions-of'

/** How long moving all rows of a guest may take, in milliseconds: each text enters the search index anew. */
const LONGEST_MS = 60_000

/**
 * Moves all that a guest has made, in one transaction; the account's own things stay. API keys do not
 * move: the guest who made one in this browser may be another person than the one who signs in there.
 */
export function moveAll(connection: Connection, fromId: string, toId: string): Promise<void> {
  return inTransaction(connection, async (transaction) => {
    await lockPeople(transaction, fromId, toId)
    await lockChatsOf(transaction, fromId)
    const move: QueryConfig & { query_timeout: number } = {
      text: MOVE_ROWS,
      values: [fromId, toId],
      query_timeout: LONGEST_MS,
    }
    await transaction.$client.query(move)
    // Last, since the texts of all streams of a server are saved together and would wait for these rows.
    await lockSessionsOf(transaction, fromId)
    await transaction.$client.query(MOVE_SESSIONS, [fromId, toId])
  })
}

const MOVE_SESSIONS = 'UPDATE stream_sessions SET owner_id = $2 WHERE owner_id = $1'

const MOVE_ROWS = `
  WITH
    moved_chats AS (UPDATE chats SET owner_id = $2 WHERE owner_id = $1),
    moved_messages AS (UPDATE messages SET owner_id = $2 WHERE owner_id = $1),
    moved_texts AS (UPDATE search_texts SET owner_id = $2 WHERE owner_id = $1),
    taken_requests AS (
      INSERT INTO cancel_requests (message_id, owner_id, session_id, created_at)
      SELECT message_id, $2, session_id, created_at FROM cancel_requests WHERE owner_id = $1
      ON CONFLICT DO NOTHING
      RETURNING message_id, session_id
    ),
    left_requests AS (
      DELETE FROM cancel_requests USING taken_requests AS taken
      WHERE cancel_requests.owner_id = $1
        AND cancel_requests.message_id = taken.message_id
        AND cancel_requests.session_id = taken.session_id
    ),
    taken_settings AS (
      INSERT INTO person_settings (owner_id, model, settings, keep_going, updated_at)
      SELECT $2, model, settings, keep_going, updated_at FROM person_settings WHERE owner_id = $1
      ON CONFLICT DO NOTHING
      RETURNING owner_id
    )
  DELETE FROM person_settings WHERE owner_id = $1 AND EXISTS (SELECT FROM taken_settings)
`
