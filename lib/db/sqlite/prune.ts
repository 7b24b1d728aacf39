import { and, eq, gte, isNotNull, lt, notInArray } from 'drizzle-orm'
import type { Pruned } from '../database'
import { cancelRequests, chats, sessions, streamSessions, tokenSpending, users } from '../schema'
import type { Connection } from './connection'

/**
 * Deletes what is older than `before`: ended stream sessions (their messages stay), stops that waited
 * for a send, what was spent on days before that, and guests who have done nothing since, with
 * everything that is theirs.
 */
export function prune(connection: Connection, before: number): Pruned {
  return connection.transaction(
    () => {
      connection.delete(cancelRequests).where(lt(cancelRequests.createdAt, before)).run()
      const endedSessions = connection
        .delete(streamSessions)
        .where(and(isNotNull(streamSessions.endedAt), lt(streamSessions.endedAt, before)))
        .run().changes
      const time = new Date(before)
      const day = time.toISOString().slice(0, 'YYYY-MM-DD'.length)
      connection.delete(tokenSpending).where(lt(tokenSpending.day, day)).run()
      const signedIn = connection
        .select({ id: sessions.userId })
        .from(sessions)
        .where(gte(sessions.updatedAt, time))
      const chatting = connection
        .select({ id: chats.ownerId })
        .from(chats)
        .where(gte(chats.updatedAt, before))
      const idleGuests = connection
        .delete(users)
        .where(
          and(
            eq(users.isAnonymous, true),
            lt(users.createdAt, time),
            notInArray(users.id, signedIn),
            notInArray(users.id, chatting),
          ),
        )
        .run().changes
      return { endedSessions, idleGuests }
    },
    { behavior: 'immediate' },
  )
}
