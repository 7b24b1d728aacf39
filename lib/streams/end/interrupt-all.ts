import type { Database } from '@/lib/db/database'
import { within, type Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import type { StreamTable } from '@/lib/streams/run/stream-table'
import { endAtOnce } from './end-at-once'

/**
 * Interrupts every stream of a process that shuts down; resolves once all are saved, or after `deadlineMs`
 * milliseconds. With `atOnce` their ends are written first, with what is known of them. Never throws.
 */
export async function interruptAll(
  table: StreamTable,
  options: { database: Pick<Database, 'streams'>; clock: Clock; log: Log },
  { deadlineMs, atOnce }: { deadlineMs: number; atOnce: boolean },
): Promise<void> {
  const { clock, log } = options
  const streams = [...table.running.values()]
  for (const stream of streams) stream.dispatch({ type: 'shutdown-began', at: clock.monotonic() })
  const written = atOnce ? endAtOnce(streams, options) : undefined
  const allSaved = Promise.all([written, table.idle()]).then(() => true)
  const saved = await within(clock, deadlineMs, allSaved)
  // Text that is not saved is lost with the process; the next start recovers what the disk has.
  if (!saved) log.error({ answers: table.running.size }, 'a shutdown could not save every answer')
}
