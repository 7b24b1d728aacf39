import { and, desc, eq, gte, notExists } from 'drizzle-orm'
import type { ChatNews } from '@/lib/db/chats'
import { chatsOnce } from '@/lib/db/chats-once'
import type { Connection } from '@/lib/db/postgres/connection/connection'
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
  const changed = chatsOnce(
    ...(await Promise.all([
      selectChats(connection, and(isOwn, gte(chats.updatedAt, since)), limit),
      selectChats(connection, isEdited, limit, [desc(chats.editedAt)]),
    ])),
  )
  const again = new Set(changed.map(({ id }) => id))
  return {
    changed,
    deleted: deleted.map(({ chatId }) => chatId).filter((id) => !again.has(id)),
  }
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
