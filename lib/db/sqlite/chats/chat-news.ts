import { and, desc, eq, gte, notExists } from 'drizzle-orm'
import { eachOnce, type ChatNews } from '@/lib/db/chats'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { chats, deletedChats } from '@/lib/db/sqlite/schema'
import { selectChats } from './chat-rows'

/** What has become of a person's chats, as `ChatStore.newsSince` has it. Belongs into a transaction. */
export function chatNews(
  connection: Connection,
  ownerId: string,
  { since, limit }: { since: number; limit: number },
): ChatNews {
  const isOwn = eq(chats.ownerId, ownerId)
  const active = selectChats(connection, and(isOwn, gte(chats.updatedAt, since)), limit)
  const isEdited = and(isOwn, gte(chats.editedAt, since))
  const edited = selectChats(connection, isEdited, limit, [desc(chats.editedAt)])
  const deleted = deletedSince(connection, ownerId, since).limit(limit).all()
  return {
    changed: eachOnce([...active, ...edited]),
    deleted: deleted.map(({ chatId }) => chatId),
  }
}

/** Keeps for a while that a chat was deleted. */
export function noteDeletion(
  connection: Connection,
  deletion: typeof deletedChats.$inferInsert,
): void {
  const { chatId, ...facts } = deletion
  connection
    .insert(deletedChats)
    .values(deletion)
    .onConflictDoUpdate({ target: deletedChats.chatId, set: facts })
    .run()
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
