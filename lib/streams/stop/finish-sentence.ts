import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import type { Clock } from '@/lib/platform/clock'
import type { RunningStream } from '@/lib/streams/run/running-stream'
import { estimateSentence } from './sentence-estimate'

/** Lets a stream end with its sentence; undefined when it is ending already. */
export function finishSentence(
  stream: RunningStream,
  clock: Pick<Clock, 'monotonic'>,
): CancelOutcome | undefined {
  if (stream.state.phase !== 'active') return undefined
  stream.finishSentence(clock.monotonic())
  const estimate = estimateSentence(stream)
  return { outcome: 'finishing', messageId: stream.messageId, ...(estimate && { estimate }) }
}
