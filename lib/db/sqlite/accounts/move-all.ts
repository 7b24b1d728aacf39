import { eq, sql } from 'drizzle-orm'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import {
  cancelRequests,
  chats,
  messages,
  personSettings,
  searchRanges,
  streamSessions,
} from '@/lib/db/sqlite/schema'

/**
 * Moves all that a guest has made, in one transaction; the account's own things stay. API keys do not
 * move: the guest who made one in this browser may be another person than the one who signs in there.
 */
export function moveAll(connection: Connection, fromId: string, toId: string): void {
  connection.transaction(
    () => {
      const owner = { ownerId: toId }
      connection.update(chats).set(owner).where(eq(chats.ownerId, fromId)).run()
      connection.update(messages).set(owner).where(eq(messages.ownerId, fromId)).run()
      connection.update(searchRanges).set(owner).where(eq(searchRanges.ownerId, fromId)).run()
      // For what the guest still writes.
      connection.insert(searchRanges).values({ ownerId: fromId }).run()
      connection.update(streamSessions).set(owner).where(eq(streamSessions.ownerId, fromId)).run()
      connection.run(
        sql`update or ignore ${cancelRequests} set owner_id = ${toId} where owner_id = ${fromId}`,
      )
      connection.run(
        sql`update or ignore ${personSettings} set owner_id = ${toId} where owner_id = ${fromId}`,
      )
    },
    { behavior: 'immediate' },
  )
}
