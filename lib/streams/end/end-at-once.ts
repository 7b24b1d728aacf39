import type { Database } from '@/lib/db/database'
import { describeError, type Log } from '@/lib/platform/log'
import type { RunningStream } from '@/lib/streams/run/running-stream'
import { endOf } from '@/lib/streams/run/stream-state'
import { answerEndOf } from './end-stream'

/**
 * Writes the ends of streams that a shutdown has just interrupted, or that are ending anyway, all in one
 * statement: for a platform that ends the process before each call is closed and its tokens are counted. The
 * exit path of each stream finds its end written. Never throws: that path tries it, too.
 */
export async function endAtOnce(
  ending: readonly RunningStream[],
  { database, log }: { database: Pick<Database, 'streams'>; log: Log },
): Promise<void> {
  const ends = ending.flatMap((stream) => {
    const end = endOf(stream.state)
    return end ? [answerEndOf(stream, end)] : []
  })
  if (ends.length === 0) return
  try {
    await database.streams.endAll(ends)
  } catch (error) {
    log.error({ answers: ends.length, error: describeError(error) }, 'saving ends at once failed')
  }
}
