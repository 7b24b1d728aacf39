import { setImmediate } from 'node:timers/promises'
import { isFullstopError } from '@/lib/contract/fullstop-error'
import type { Database } from '@/lib/db/database'
import type { Orphan } from '@/lib/db/streams'
import type { Clock } from '@/lib/platform/clock'
import { describeError, type Log } from '@/lib/platform/log'

export type RecoveryOptions = {
  database: Pick<Database, 'streams'>
  clock: Clock
  log: Log
  /** The longest text, and the longest reasoning, of an answer, in UTF-16 code units. */
  maxCharacters: number
  /** Tells everybody of the chat of an answer that has ended. Never throws. */
  announce?: (messageId: string) => Promise<void>
}

/** After so many streams that could not be ended now, it is the database that is held, and no single person. */
const MOST_REFUSALS = 3

/**
 * Ends every stream that a crash left behind as `interrupted`, with its saved text, and says how many those
 * were. A stream that cannot be recovered is logged, and holds up neither the other streams nor the start.
 * Throws `unavailable` at the end where one has to be tried again, as while another program holds the database.
 */
export async function recoverOrphans(options: RecoveryOptions): Promise<number> {
  const { database, log } = options
  let interrupted = 0
  const refusals: unknown[] = []
  for (const orphan of await database.streams.orphans()) {
    try {
      if (await recover(orphan, options)) interrupted += 1
    } catch (error) {
      refusals.push(error)
      if (refusals.length === MOST_REFUSALS) break
    }
    await setImmediate()
  }
  if (interrupted > 0) log.warn({ interrupted }, 'recovered streams that a crash had left')
  if (refusals.length > 0) throw refusals[0]
  return interrupted
}

/**
 * Ends the stream of one answer in the same way, if its server is gone; says whether it has ended meanwhile.
 * `mayReap` says, perhaps only after a while, whether this server may call another one dead.
 */
export async function reapAnswer(
  messageId: string,
  { mayReap, ...options }: RecoveryOptions & { mayReap: () => Promise<boolean> },
): Promise<boolean> {
  const { streams } = options.database
  const seen = await streams.orphanOf(messageId)
  if (!seen || !(await mayReap())) return false
  // The lease may have been over only because the database was away from its server.
  const orphan = await streams.orphanOf(messageId)
  if (orphan && (await recover(orphan, options))) {
    options.log.warn(
      { ...orphan },
      'recovered a stream whose server was gone, since somebody asked',
    )
    return true
  }
  // Somebody else may have ended it while this one waited, or nobody can.
  return !(await streams.activeAmong([seen.sessionId])).has(seen.sessionId)
}

/** Says whether this call has ended the stream: of several servers that see it, one does, and tells of it. */
async function recover(
  orphan: Orphan,
  { database: { streams }, clock, log, maxCharacters, announce }: RecoveryOptions,
): Promise<boolean> {
  const now = clock.now()
  try {
    const { ended, damage } = await streams.interruptOrphan(orphan, { now, maxCharacters })
    if (!ended) return false
    if (damage) log.error({ ...orphan, damage }, 'a stream that a crash had left is damaged')
  } catch (error) {
    // Another program holds the database: the stream is not to blame.
    if (isFullstopError(error)) throw error
    const facts = { ...orphan, error: describeError(error) }
    log.error(facts, 'a stream that a crash had left cannot be read, its text is set aside')
    if (!(await setAside(orphan, now, { streams, log }))) return false
  }
  await announce?.(orphan.messageId)
  return true
}

async function setAside(
  orphan: Orphan,
  now: number,
  { streams, log }: Pick<Database, 'streams'> & { log: Log },
): Promise<boolean> {
  try {
    return await streams.setOrphanAside(orphan, now)
  } catch (error) {
    log.error({ ...orphan, error: describeError(error) }, 'it cannot be ended either')
    return false
  }
}
