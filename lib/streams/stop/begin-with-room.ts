import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import type { TooManyStreams } from '@/lib/db/streams'
import { tooManyStreams } from '@/lib/streams/run/stream-places'

/** How many answers end at most for one that begins: other sends may take the room that was made for it. */
const MOST_ENDED = 3

/**
 * Writes the row of a stream by `begin`. Where the person's answers on all servers are too many, the oldest
 * one ends first by `cancelOldest`, which answers how; without it, and where that one does not end, this
 * throws `too_many_streams`.
 */
export async function beginWithRoom<Begun extends object>(
  begin: () => Promise<Begun | TooManyStreams>,
  options: {
    most: number
    cancelOldest: ((messageId: string) => Promise<CancelOutcome | undefined>) | undefined
  },
): Promise<Begun> {
  const { most, cancelOldest } = options
  for (let ended = 0; ; ended += 1) {
    const begun = await begin()
    if (!isTooMany(begun)) return begun
    const ending = ended < MOST_ENDED ? cancelOldest?.(begun.oldestMessageId) : undefined
    if (!hasEnded(await ending)) throw tooManyStreams(most)
  }
}

function isTooMany(begun: object): begun is TooManyStreams {
  return 'outcome' in begun && begun.outcome === 'too_many_streams'
}

function hasEnded(outcome: CancelOutcome | undefined): boolean {
  return outcome?.outcome === 'cancelled' || outcome?.outcome === 'already_ended'
}
