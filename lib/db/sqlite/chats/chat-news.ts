import { and, desc, eq, gte, notExists } from 'drizzle-orm'
import type { ChatNews } from '@/lib/db/chats'
import { chatsOnce } from '@/lib/db/chats-once'
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
  return { changed: chatsOnce(active, edited), deleted: deleted.map(({ chatId }) => chatId) }
}

/** The person may have taken an ID for a new chat since. */
function deletedSince(connection: Connection, ownerId: string, since: number) {
  const again = connection
    .select({ id: chats.id })
    .from(chats)
    .where(and(eq(chats.id, deletedChats.chatId), eq(chats.ownerId, ownerId)))
  const isLate = and(eq(deletedChats.ownerId, ownerId), gte(deletedChats.deletedAt, since))
  return connection
    .select({ chatId: deletedChats.chatId })
    .from(deletedChats)
    .where(and(isLate, notExists(again)))
    .orderBy(desc(deletedChats.deletedAt))
}
