import type { Database, Pruned } from '@/lib/db/database'
import type { Clock } from '@/lib/platform/clock'
import { describeError, type Log } from '@/lib/platform/log'

const DAY_MS = 24 * 60 * 60 * 1000
const EVERY_MS = 60 * 60 * 1000

type PruningOptions = {
  database: Pick<Database, 'prune'>
  clock: Clock
  log: Log
  /** What is older than so many days is deleted. */
  days: number
}

/** Prunes ended sessions and idle guests once, and says how many. */
export async function prune({ database, clock, log, days }: PruningOptions): Promise<Pruned> {
  const pruned = await database.prune(clock.now() - days * DAY_MS)
  if (pruned.endedSessions + pruned.idleGuests > 0) log.info(pruned, 'pruned')
  return pruned
}

/** Prunes now and every hour, until the result is called. */
export function keepPruning(options: PruningOptions): () => void {
  const { clock, log } = options
  let callOff = () => {}
  const pruneNow = async () => {
    callOff = clock.after(EVERY_MS, () => void pruneNow())
    try {
      await prune(options)
    } catch (error) {
      log.error({ error: describeError(error) }, 'pruning failed')
    }
  }
  void pruneNow()
  return () => {
    callOff()
  }
}
