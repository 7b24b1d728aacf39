import { statusOfEndReason } from '@/lib/contract/end-reason'
import type { Log } from '@/lib/platform/log'
import type { RunningStream } from './running-stream'
import { idsOf } from './stream-facts'
import { endOf, type ProviderFailed } from './stream-state'

/** What nobody understands ends no answer, and is not passed over in silence. */
export function reportSkipped(stream: RunningStream, log: Log): void {
  const { messageId, record, providerCall } = stream
  const events = providerCall?.skippedEvents ?? 0
  if (events === 0) return
  log.warn({ messageId, model: record.model, events }, 'left out what is not understood')
}

/** Each call that failed is one line, also where another one follows; the answer keeps the latest. */
export function reportFailed(
  stream: RunningStream,
  ending: ProviderFailed,
  attempt: number,
  log: Log,
): void {
  const reason = endOf(stream.state)?.reason ?? ending.reason
  // Whoever stopped the answer broke the call off.
  if (statusOfEndReason[reason] !== 'failed') return
  stream.failedCall = { attempt, ...ending.call }
  const facts = { ...idsOf(stream), model: stream.record.model, reason, ...stream.failedCall }
  log.warn(facts, 'a call to a provider failed')
}
