import { setImmediate } from 'node:timers/promises'
import { isFullstopError } from '@/lib/contract/fullstop-error'
import type { Database } from '@/lib/db/database'
import type { Orphan } from '@/lib/db/streams'
import type { Clock } from '@/lib/platform/clock'
import { describeError, type Log } from '@/lib/platform/log'

/**
 * Ends every stream that a crash left behind as `interrupted`, with its saved text. A stream that
 * cannot be recovered is logged, and holds up neither the other streams nor the start.
 * Throws `unavailable` while another program holds the database.
 */
export async function recoverOrphans(options: {
  database: Pick<Database, 'streams'>
  clock: Clock
  log: Log
  /** The longest text, and the longest reasoning, of an answer, in UTF-16 code units. */
  maxCharacters: number
}): Promise<void> {
  const { database, log } = options
  const orphans = await database.streams.orphans()
  for (const orphan of orphans) {
    await recover(orphan, options)
    await setImmediate()
  }
  if (orphans.length > 0) {
    log.warn({ interrupted: orphans.length }, 'recovered streams that a crash had left')
  }
}

async function recover(
  orphan: Orphan,
  { database: { streams }, clock, log, maxCharacters }: Parameters<typeof recoverOrphans>[0],
): Promise<void> {
  const now = clock.now()
  try {
    const { damage } = await streams.interruptOrphan(orphan, { now, maxCharacters })
    if (damage) log.error({ ...orphan, damage }, 'a stream that a crash had left is damaged')
  } catch (error) {
    // Another program holds the database: the stream is not to blame.
    if (isFullstopError(error)) throw error
    const facts = { ...orphan, error: describeError(error) }
    log.error(facts, 'a stream that a crash had left cannot be read, its text is set aside')
    await streams.setOrphanAside(orphan, now).catch((failure: unknown) => {
      log.error({ ...orphan, error: describeError(failure) }, 'it cannot be ended either')
    })
  }
}
