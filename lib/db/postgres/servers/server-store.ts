import { and, asc, eq, gte, isNotNull, ne, sql } from 'drizzle-orm'
import type { Connection } from '@/lib/db/postgres/connection/connection'
import { servers, streamChunks, streamSessions } from '@/lib/db/postgres/schema'
import { LEASE_MS, type ServerStore } from '@/lib/db/servers'

/** Now by the clock of the database, in milliseconds since the epoch: the servers' own may differ. */
const databaseNow = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`

/**
 * Renewals go over a connection of their own: a server whose other connections are all in use lives.
 */
export function createServerStore(connection: Connection, leases: Connection): ServerStore {
  const leaseUntil = sql<number>`${databaseNow} + ${LEASE_MS}`
  const isActive = eq(streamSessions.status, 'active')
  const remoteSession = {
    sessionId: streamSessions.id,
    messageId: streamSessions.messageId,
    chatId: streamSessions.chatId,
    serverId: streamSessions.processId,
    isLiving: sql<boolean>`coalesce(${servers.leaseUntil} >= ${databaseNow}, false)`,
  }
  const running = () =>
    connection
      .select(remoteSession)
      .from(streamSessions)
      .leftJoin(servers, eq(servers.id, streamSessions.processId))
      .$dynamic()

  return {
    async renew(serverId) {
      await leases
        .insert(servers)
        .values({ id: serverId, leaseUntil, startedAt: databaseNow })
        .onConflictDoUpdate({ target: servers.id, set: { leaseUntil } })
    },

    async leave(serverId) {
      await leases.delete(servers).where(eq(servers.id, serverId))
    },

    async others(serverId) {
      const living = await connection
        .select({ id: servers.id })
        .from(servers)
        .where(and(ne(servers.id, serverId), gte(servers.leaseUntil, databaseNow)))
      return living.map(({ id }) => id)
    },

    async runningOf(personId, messageId) {
      const [session] = await running().where(
        and(
          eq(streamSessions.messageId, messageId),
          eq(streamSessions.ownerId, personId),
          isActive,
        ),
      )
      return session
    },

    async runningOfPerson(personId) {
      return running().where(and(eq(streamSessions.ownerId, personId), isActive))
    },

    async markCancel(personId, messageId, { reason, seenTextLength, mode }) {
      // A row that another stop has marked keeps that: the first reason counts.
      const marked = await connection.$client.query(
        `UPDATE stream_sessions SET
           cancel_reason = coalesce(cancel_reason, $3),
           cancel_seen_length = CASE WHEN cancel_reason IS NULL THEN $4::bigint ELSE cancel_seen_length END,
           cancel_mode = CASE WHEN cancel_reason IS NULL OR $5 = 'now' THEN $5 ELSE cancel_mode END
         WHERE message_id = $2 AND owner_id = $1 AND status = 'active'
         RETURNING id`,
        [personId, messageId, reason, seenTextLength ?? null, mode],
      )
      return marked.rowCount === 0 ? undefined : this.runningOf(personId, messageId)
    },

    async marksFor(serverId) {
      const marked = await leases
        .select({
          sessionId: streamSessions.id,
          messageId: streamSessions.messageId,
          reason: streamSessions.cancelReason,
          seenTextLength: streamSessions.cancelSeenLength,
          mode: streamSessions.cancelMode,
        })
        .from(streamSessions)
        .where(
          and(
            eq(streamSessions.processId, serverId),
            isActive,
            isNotNull(streamSessions.cancelReason),
          ),
        )
      return marked.map(({ sessionId, messageId, reason, seenTextLength, mode }) => ({
        sessionId,
        messageId,
        wish: {
          reason: reason ?? 'user',
          mode: mode ?? 'now',
          ...(seenTextLength !== null && { seenTextLength }),
        },
      }))
    },

    async chunksFrom(sessionId, position) {
      // From the chunk on in which the position lies.
      const first = sql`coalesce((
        SELECT max(earlier.position) FROM ${streamChunks} AS earlier
        WHERE earlier.session_id = ${sessionId} AND earlier.position <= ${position}
      ), 0)`
      return connection
        .select()
        .from(streamChunks)
        .where(and(eq(streamChunks.sessionId, sessionId), gte(streamChunks.position, first)))
        .orderBy(asc(streamChunks.position))
    },
  }
}
