import type { Database } from '@/lib/db/database'
import type { Clock } from '@/lib/platform/clock'
import type { RunningStream } from '@/lib/streams/run/running-stream'

/**
 * Ends the streams whose sessions are over in the database: another server took this one for dead. Their
 * calls are dropped, and their followers see what is stored.
 */
export async function endLost(
  running: ReadonlyMap<string, RunningStream>,
  { database, clock }: { database: Pick<Database, 'streams'>; clock: Clock },
): Promise<void> {
  const streams = [...running.values()]
  if (streams.length === 0) return
  const active = await database.streams.activeAmong(streams.map(({ sessionId }) => sessionId))
  for (const stream of streams) {
    if (active.has(stream.sessionId)) continue
    stream.dispatch({ type: 'session-lost', at: clock.monotonic() })
  }
}
