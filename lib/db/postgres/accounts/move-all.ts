import { sql } from 'drizzle-orm'
import type { Connection } from '@/lib/db/postgres/connection/connection'
import { inTransaction } from '@/lib/db/postgres/connection/in-transaction'
import { lockChatsOf } from '@/lib/db/postgres/connection/lock-chats-of'
import { lockPeople } from '@/lib/db/postgres/connection/lock-people'

/**
 * Moves all that a guest has made, in one transaction; the account's own things stay. API keys do not
 * move: the guest who made one in this browser may be another person than the one who signs in there.
 */
export function moveAll(connection: Connection, fromId: string, toId: string): Promise<void> {
  return inTransaction(connection, async (transaction) => {
    await lockPeople(transaction, fromId, toId)
    await lockChatsOf(transaction, fromId)
    await transaction.execute(moved(fromId, toId))
  })
}

/** The tokens stay with the guest, too: else a budget would begin again with each account. */
const moved = (fromId: string, toId: string) => sql`
  WITH
    moved_chats AS (UPDATE chats SET owner_id = ${toId} WHERE owner_id = ${fromId}),
    moved_messages AS (UPDATE messages SET owner_id = ${toId} WHERE owner_id = ${fromId}),
    moved_texts AS (UPDATE search_texts SET owner_id = ${toId} WHERE owner_id = ${fromId}),
    moved_sessions AS (UPDATE stream_sessions SET owner_id = ${toId} WHERE owner_id = ${fromId}),
    taken_requests AS (
      INSERT INTO cancel_requests (message_id, owner_id, session_id, created_at)
      SELECT message_id, ${toId}, session_id, created_at FROM cancel_requests WHERE owner_id = ${fromId}
      ON CONFLICT DO NOTHING
      RETURNING message_id, session_id
    ),
    left_requests AS (
      DELETE FROM cancel_requests USING taken_requests AS taken
      WHERE cancel_requests.owner_id = ${fromId}
        AND cancel_requests.message_id = taken.message_id
        AND cancel_requests.session_id = taken.session_id
    ),
    taken_settings AS (
      INSERT INTO person_settings (owner_id, model, settings, keep_going, updated_at)
      SELECT ${toId}, model, settings, keep_going, updated_at FROM person_settings
      WHERE owner_id = ${fromId}
      ON CONFLICT DO NOTHING
      RETURNING owner_id
    ),
    left_settings AS (
      DELETE FROM person_settings WHERE owner_id = ${fromId} AND EXISTS (SELECT FROM taken_settings)
    )
  INSERT INTO token_spending (day, payer, tokens)
  SELECT day, ${toId}, tokens FROM token_spending WHERE payer = ${fromId} ORDER BY day
  ON CONFLICT (day, payer) DO UPDATE SET tokens = token_spending.tokens + excluded.tokens`
