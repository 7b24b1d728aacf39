import { and, asc, count, eq, sql } from 'drizzle-orm'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { given, prepared } from '@/lib/db/sqlite/file/prepared'
import { chats, streamSessions } from '@/lib/db/sqlite/schema'
import type { ActiveSession, TooManyStreams } from '@/lib/db/streams'

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

/** The active ones of these sessions, by ID, with what may change while they stream. */
export function activeSessionsById(
  connection: Connection,
  sessionIds: readonly string[],
): ReadonlyMap<string, ActiveSession> {
  const rows = activeWithChats(connection).all({ sessionIds: JSON.stringify(sessionIds) })
  return new Map(rows.map(({ id, ...session }) => [id, session]))
}

/** That a person has so many active sessions already; undefined where there is room for one more. */
export function tooManyStreams(
  connection: Connection,
  { ownerId, most }: { ownerId: string; most: number },
): TooManyStreams | undefined {
  const active = activeOfPerson(connection).get({ ownerId })
  if ((active?.count ?? 0) < most) return undefined
  const oldest = oldestOfPerson(connection).get({ ownerId })
  return oldest && { outcome: 'too_many_streams', oldestMessageId: oldest.messageId }
}

const activeOfChat = prepared((connection) =>
  connection
    .select({ id: streamSessions.id })
    .from(streamSessions)
    .where(and(eq(streamSessions.chatId, given('chatId')), isActive))
    .prepare(),
)

const activeOfPerson = prepared((connection) =>
  connection
    .select({ count: count() })
    .from(streamSessions)
    .where(and(eq(streamSessions.ownerId, given('ownerId')), isActive))
    .prepare(),
)

const oldestOfPerson = prepared((connection) =>
  connection
    .select({ messageId: streamSessions.messageId })
    .from(streamSessions)
    .where(and(eq(streamSessions.ownerId, given('ownerId')), isActive))
    .orderBy(asc(streamSessions.startedAt), asc(streamSessions.id))
    .limit(1)
    .prepare(),
)

/** One statement for lists of any length. */
const isAmong = sql`${streamSessions.id} in (select value from json_each(${given('sessionIds')}))`

const activeAmong = prepared((connection) =>
  connection
    .select({ id: streamSessions.id })
    .from(streamSessions)
    .where(and(isAmong, isActive))
    .prepare(),
)

const activeWithChats = prepared((connection) =>
  connection
    .select({
      id: streamSessions.id,
      ownerId: streamSessions.ownerId,
      keepGoing: chats.keepGoing,
    })
    .from(streamSessions)
    .innerJoin(chats, eq(chats.id, streamSessions.chatId))
    .where(and(isAmong, isActive))
    .prepare(),
)
