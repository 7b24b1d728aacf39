import { and, asc, count, eq, gte, gt, isNotNull, ne, sql, type SQL } from 'drizzle-orm'
import type { Connection } from '@/lib/db/postgres/connection/connection'
import { databaseNow } from '@/lib/db/postgres/connection/database-now'
import { messages, servers, streamChunks, streamSessions } from '@/lib/db/postgres/schema'
import { isActive } from '@/lib/db/postgres/streams/active-sessions'
import {
  LEASE_MS,
  type MarkedSession,
  type RunningSession,
  type ServerStore,
} from '@/lib/db/servers'

/** A stop that waits for the sentence gives way to one that does not; otherwise the first mark stays. */
const MARK_CANCEL = `
  WITH marked AS (
    SELECT id, cancel_mark FROM stream_sessions
    WHERE message_id = $1 AND owner_id = $2 AND ($3::text IS NULL OR id = $3) AND status = 'active'
    FOR UPDATE
  )
  UPDATE stream_sessions AS session SET cancel_mark = CASE
    WHEN marked.cancel_mark IS NULL
      OR marked.cancel_mark ->> 'mode' = 'sentence' AND $4::json ->> 'mode' IS DISTINCT FROM 'sentence'
    THEN $4::json ELSE marked.cancel_mark
  END
  FROM marked WHERE session.id = marked.id
  RETURNING session.id AS "sessionId", session.process_id AS "serverId"
`

/**
 * `leases` is a connection for little else: a server whose other connections are all in use lives, and finds
 * the stops that are left for it.
 */
export function createServerStore(connection: Connection, leases: Connection): ServerStore {
  const leaseUntil = sql<number>`${databaseNow} + ${LEASE_MS}`
  const lives = gte(servers.leaseUntil, databaseNow)
  const othersAreDeaf = sql<boolean>`EXISTS (
    SELECT FROM servers AS other
    WHERE other.id <> servers.id AND other.deaf AND other.lease_until >= ${databaseNow}
  )`
  return {
    async renew(serverId, { draining, deaf }) {
      const [renewed] = await leases
        .insert(servers)
        .values({ id: serverId, leaseUntil, startedAt: databaseNow, draining, deaf })
        .onConflictDoUpdate({ target: servers.id, set: { leaseUntil, draining, deaf } })
        .returning({ othersAreDeaf })
      return { othersAreDeaf: renewed?.othersAreDeaf === true }
    },

    async leave(serverId) {
      await leases.delete(servers).where(eq(servers.id, serverId))
    },

    async earlier(serverId) {
      const own = sql`(SELECT own.started_at, own.id FROM servers AS own WHERE own.id = ${serverId})`
      const cameBefore = sql`(${servers.startedAt}, ${servers.id}) < ${own}`
      const living = await leases
        .select({ id: servers.id })
        .from(servers)
        .where(and(cameBefore, lives))
      return living.map(({ id }) => id)
    },

    async others(serverId) {
      const isOpen = and(lives, eq(servers.draining, false))
      const [row] = await leases
        .select({ others: count() })
        .from(servers)
        .where(and(ne(servers.id, serverId), isOpen))
      return row?.others ?? 0
    },

    async runningOf(messageId) {
      const [running] = await runningSessions(eq(streamSessions.messageId, messageId))
      return running
    },

    runningOfPerson: (ownerId) => runningSessions(eq(streamSessions.ownerId, ownerId)),

    async markCancel({ messageId, ownerId, sessionId = null }, mark) {
      const { rows } = await connection.$client.query<MarkedSession>(MARK_CANCEL, [
        messageId,
        ownerId,
        sessionId,
        JSON.stringify(mark),
      ])
      return rows[0]
    },

    async stopOf(sessionId) {
      const [session] = await connection
        .select({ requestId: streamSessions.cancelRequestId })
        .from(streamSessions)
        .where(eq(streamSessions.id, sessionId))
      return session?.requestId ?? undefined
    },

    sessionsOf: (serverId) =>
      leases
        .select({ sessionId: streamSessions.id, messageId: streamSessions.messageId })
        .from(streamSessions)
        .where(and(eq(streamSessions.processId, serverId), isActive)),

    async marksFor(serverId) {
      const { id: sessionId, messageId, processId, cancelMark } = streamSessions
      const marked = await leases
        .select({ sessionId, messageId, mark: cancelMark })
        .from(streamSessions)
        .where(and(eq(processId, serverId), isActive, isNotNull(cancelMark)))
      return marked.flatMap(({ mark, ...session }) => (mark ? [{ ...session, mark }] : []))
    },

    chunksFrom: (sessionId, position) =>
      connection
        .select()
        .from(streamChunks)
        .where(
          and(
            eq(streamChunks.sessionId, sessionId),
            // A character has two UTF-16 code units at most.
            gt(sql`${streamChunks.position} + 2 * length(${streamChunks.text})`, position),
          ),
        )
        .orderBy(asc(streamChunks.position)),
  }

  function runningSessions(condition: SQL): Promise<RunningSession[]> {
    const { id: sessionId, messageId, chatId, processId, model, startedAt } = streamSessions
    return connection
      .select({
        sessionId,
        messageId,
        chatId,
        questionId: messages.parentId,
        serverId: processId,
        model,
        startedAt,
      })
      .from(streamSessions)
      .innerJoin(messages, eq(messages.id, messageId))
      .where(and(condition, isActive))
  }
}
