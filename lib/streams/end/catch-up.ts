import type { Bus } from '@/lib/bus/bus'
import type { Database } from '@/lib/db/database'
import type { Clock } from '@/lib/platform/clock'
import type { RunningStream } from '@/lib/streams/run/running-stream'

/**
 * Brings the running streams up to what the database has, where the news of that was lost. A stream whose
 * session is over was taken for dead, or deleted: its call is dropped, and its followers see what is
 * stored. One that has moved to another owner is told again to all servers.
 */
export async function catchUp(
  running: ReadonlyMap<string, RunningStream>,
  { database, bus, clock }: { database: Pick<Database, 'streams'>; bus: Bus; clock: Clock },
): Promise<void> {
  // News that comes while the database is read is newer than what is read.
  const before = Array.from(running.values(), (stream) => ({
    stream,
    personId: stream.personId,
    keepGoing: stream.state.keepGoing,
  }))
  if (before.length === 0) return
  const ids = before.map(({ stream }) => stream.sessionId)
  const active = await database.streams.activeAmong(ids)
  const moved = new Map<string, string>()
  for (const { stream, personId, keepGoing } of before) {
    const stored = active.get(stream.sessionId)
    if (!stored) {
      stream.dispatch({ type: 'session-lost', at: clock.monotonic() })
      continue
    }
    if (stored.ownerId !== personId) moved.set(personId, stored.ownerId)
    if (stored.keepGoing !== keepGoing) {
      stream.dispatch({ type: 'keep-going-changed', keepGoing: stored.keepGoing })
    }
  }
  for (const [guestId, accountId] of moved) {
    bus.broadcast({ type: 'guest-moved', guestId, accountId })
  }
}
