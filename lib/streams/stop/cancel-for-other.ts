import type { CancelMark } from '@/lib/contract/cancel-mark'
import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import type { Cancellation } from '@/lib/streams/run/opening-stream'
import type { StreamTable } from '@/lib/streams/run/stream-table'

type Stops = {
  cancel(
    personId: string,
    messageId: string,
    cancellation: Cancellation,
  ): Promise<CancelOutcome | undefined>
  finishSentence(messageId: string): CancelOutcome | undefined
}

/**
 * Carries out a stop that reached another server, which has checked whose answer it is. Undefined where
 * that session neither runs nor opens here.
 */
export async function cancelForOther(
  stops: Stops,
  table: StreamTable,
  { messageId, sessionId }: { messageId: string; sessionId: string },
  { mode, ...cancellation }: CancelMark,
): Promise<CancelOutcome | undefined> {
  const personId = table.personOf(messageId, sessionId)
  if (personId === undefined) return undefined
  const finishing = mode === 'sentence' ? stops.finishSentence(messageId) : undefined
  return finishing ?? stops.cancel(personId, messageId, cancellation)
}
