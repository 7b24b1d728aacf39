import { and, eq, isNull, lt, or, type SQL } from 'drizzle-orm'
import type { Connection, Transaction } from '@/lib/db/postgres/connection/connection'
import { databaseNow } from '@/lib/db/postgres/connection/database-now'
import { servers, streamSessions } from '@/lib/db/postgres/schema'

/** Those of these sessions that no living server runs. */
export function orphansAmong(connection: Connection | Transaction, sessions: SQL | undefined) {
  const { id, messageId } = streamSessions
  return connection
    .select({ sessionId: id, messageId })
    .from(streamSessions)
    .leftJoin(servers, eq(servers.id, streamSessions.processId))
    .where(and(sessions, or(isNull(servers.id), lt(servers.leaseUntil, databaseNow))))
}
