import type { Bus } from '@/lib/bus/bus'
import type { Database } from '@/lib/db/database'
import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import type { StreamTable } from '@/lib/streams/run/stream-table'

/**
 * Interrupts the sessions that this server has begun without hearing of it, since the connection broke before
 * the database could say so: nobody runs them, and while this server lives they are nobody's orphans.
 */
export async function endUnconfirmed(
  table: StreamTable,
  options: {
    database: Pick<Database, 'servers' | 'streams'>
    bus: Pick<Bus, 'serverId'>
    clock: Clock
    log: Log
    maxCharacters: number
  },
): Promise<void> {
  const { database, bus, clock, log, maxCharacters } = options
  const sessions = (await database.servers?.sessionsOf(bus.serverId)) ?? []
  // Compared after the reading: what opens meanwhile is in the table before its row is written.
  for (const session of sessions.filter(({ sessionId }) => !table.hasSession(sessionId))) {
    const facts = { now: clock.now(), maxCharacters, ofServer: bus.serverId }
    const { ended } = await database.streams.interruptOrphan(session, facts)
    if (ended) log.warn({ ...session }, 'ended a stream whose beginning was never confirmed')
  }
}
