import { and, count, eq, gte, ne, sql } from 'drizzle-orm'
import type { Connection } from '@/lib/db/postgres/connection/connection'
import { databaseNow } from '@/lib/db/postgres/connection/database-now'
import { servers } from '@/lib/db/postgres/schema'
import { LEASE_MS, type ServerStore } from '@/lib/db/servers'

/** `leases` is a connection for nothing else: a server whose other connections are all in use lives. */
export function createServerStore(leases: Connection): ServerStore {
  const leaseUntil = sql<number>`${databaseNow} + ${LEASE_MS}`
  return {
    async renew(serverId, draining) {
      await leases
        .insert(servers)
        .values({ id: serverId, leaseUntil, startedAt: databaseNow, draining })
        .onConflictDoUpdate({ target: servers.id, set: { leaseUntil, draining } })
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
        .where(and(cameBefore, gte(servers.leaseUntil, databaseNow)))
      return living.map(({ id }) => id)
    },

    async others(serverId) {
      const isOpen = and(gte(servers.leaseUntil, databaseNow), eq(servers.draining, false))
      const [row] = await leases
        .select({ others: count() })
        .from(servers)
        .where(and(ne(servers.id, serverId), isOpen))
      return row?.others ?? 0
    },
  }
}
