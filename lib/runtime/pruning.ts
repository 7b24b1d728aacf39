import type { Database } from '@/lib/db/database'
import type { Clock } from '@/lib/platform/clock'
import { describeError, type Log } from '@/lib/platform/log'

const DAY_MS = 24 * 60 * 60 * 1000
const EVERY_MS = 60 * 60 * 1000

/** Prunes ended sessions and idle guests older than `days`, now and every hour, until the result is called. */
export function keepPruning(options: {
  database: Pick<Database, 'prune'>
  clock: Clock
  log: Log
  days: number
}): () => void {
  const { database, clock, log, days } = options
  let callOff = () => {}
  const pruneNow = async () => {
    callOff = clock.after(EVERY_MS, () => void pruneNow())
    try {
      const pruned = await database.prune(clock.now() - days * DAY_MS)
      if (pruned.endedSessions + pruned.idleGuests > 0) log.info(pruned, 'pruned')
    } catch (error) {
      log.error({ error: describeError(error) }, 'pruning failed')
    }
  }
  void pruneNow()
  return () => {
    callOff()
  }
}
