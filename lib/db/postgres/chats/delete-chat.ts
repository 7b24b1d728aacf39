import { sql } from 'drizzle-orm'
import type { Connection } from '@/lib/db/postgres/connection/connection'
import { tryAgain } from '@/lib/db/postgres/connection/try-again'
import { chats, deletedChats } from '@/lib/db/postgres/schema'

/** Deletes a chat, and keeps its ID for those who are still to be told; says whether it was there. */
export async function deleteChat(
  connection: Connection,
  ownerId: string,
  chatId: string,
  now: number,
): Promise<boolean> {
  const deletion = sql`
    WITH deleted AS (
      DELETE FROM ${chats} WHERE id = ${chatId} AND owner_id = ${ownerId} RETURNING id, owner_id
    )
    INSERT INTO ${deletedChats} (chat_id, owner_id, deleted_at)
    SELECT id, owner_id, ${now}::bigint FROM deleted
    ON CONFLICT (owner_id, chat_id) DO UPDATE SET deleted_at = excluded.deleted_at`
  // A deletion of the whole account may be in the way.
  const { rowCount } = await tryAgain(() => connection.execute(deletion))
  return rowCount === 1
}
