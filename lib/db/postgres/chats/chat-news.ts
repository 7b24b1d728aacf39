import { and, desc, eq, gte, notExists, sql } from 'drizzle-orm'
import { eachOnce, type ChatNews } from '@/lib/db/chats'
import type { Connection } from '@/lib/db/postgres/connection/connection'
import { tryAgain } from '@/lib/db/postgres/connection/try-again'
import { chats, deletedChats } from '@/lib/db/postgres/schema'
import { selectChats } from './chat-rows'

/** What has become of a person's chats, as `ChatStore.newsSince` has it. */
export async function chatNews(
  connection: Connection,
  ownerId: string,
  { since, limit }: { since: number; limit: number },
): Promise<ChatNews> {
  // Before the others: an ID that is taken for a new chat meanwhile is among those that changed, too.
  const deleted = await deletedSince(connection, ownerId, since).limit(limit)
  const isOwn = eq(chats.ownerId, ownerId)
  const isEdited = and(isOwn, gte(chats.editedAt, since))
  const [active, edited] = await Promise.all([
    selectChats(connection, and(isOwn, gte(chats.updatedAt, since)), limit),
    selectChats(connection, isEdited, limit, [desc(chats.editedAt)]),
  ])
  const changed = eachOnce([...active, ...edited])
  const again = new Set(changed.map(({ id }) => id))
  return {
    changed,
    deleted: deleted.map(({ chatId }) => chatId).filter((id) => !again.has(id)),
  }
}

/** Deletes a chat, and keeps for a while that it was deleted; says whether it was there. */
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
    ON CONFLICT (chat_id)
    DO UPDATE SET owner_id = excluded.owner_id, deleted_at = excluded.deleted_at`
  // A deletion of the whole account may be in the way.
  const { rowCount } = await tryAgain(() => connection.execute(deletion))
  return rowCount === 1
}

/** An ID may have been taken for a new chat since. */
function deletedSince(connection: Connection, ownerId: string, since: number) {
  const again = connection
    .select({ id: chats.id })
    .from(chats)
    .where(eq(chats.id, deletedChats.chatId))
  return connection
    .select({ chatId: deletedChats.chatId })
    .from(deletedChats)
    .where(
      and(eq(deletedChats.ownerId, ownerId), gte(deletedChats.deletedAt, since), notExists(again)),
    )
    .orderBy(desc(deletedChats.deletedAt))
}
