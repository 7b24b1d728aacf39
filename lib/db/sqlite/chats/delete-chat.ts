import { and, eq } from 'drizzle-orm'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { chats, deletedChats } from '@/lib/db/sqlite/schema'

/** Deletes a chat, and keeps its ID for those who are still to be told; says whether it was there. */
export function deleteChat(
  connection: Connection,
  ownerId: string,
  chatId: string,
  now: number,
): boolean {
  return connection.transaction(
    () => {
      const isOwn = and(eq(chats.id, chatId), eq(chats.ownerId, ownerId))
      const { changes } = connection.delete(chats).where(isOwn).run()
      if (changes === 0) return false
      connection
        .insert(deletedChats)
        .values({ ownerId, chatId, deletedAt: now })
        .onConflictDoUpdate({
          target: [deletedChats.ownerId, deletedChats.chatId],
          set: { deletedAt: now },
        })
        .run()
      return true
    },
    { behavior: 'immediate' },
  )
}
