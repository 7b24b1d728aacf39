import { and, eq, sql } from 'drizzle-orm'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { given, prepared } from '@/lib/db/sqlite/file/prepared'
import { streamSessions } from '@/lib/db/sqlite/schema'

/**
 * The condition in the words of the index of active sessions. With the status as a bound value, SQLite
 * would compile the statement again at each call, to see whether that index serves it.
 */
export const isActive = sql`${streamSessions.status} = 'active'`

/** Whether a stream of this chat is active. */
export function isAnswering(connection: Connection, chatId: string): boolean {
  return activeOfChat(connection).get({ chatId }) !== undefined
}

/** The active ones of these sessions. */
export function activeSessions(
  connection: Connection,
  sessionIds: ReadonlySet<string>,
): ReadonlySet<string> {
  const rows = activeAmong(connection).all({ sessionIds: JSON.stringify([...sessionIds]) })
  return new Set(rows.map(({ id }) => id))
}

const activeOfChat = prepared((connection) =>
  connection
    .select({ id: streamSessions.id })
    .from(streamSessions)
    .where(and(eq(streamSessions.chatId, given('chatId')), isActive))
    .prepare(),
)

const activeAmong = prepared((connection) =>
  connection
    .select({ id: streamSessions.id })
    .from(streamSessions)
    .where(
      // One statement for lists of any length.
      sql`${streamSessions.id} in (select value from json_each(${given('sessionIds')}))
        and ${isActive}`,
    )
    .prepare(),
)
