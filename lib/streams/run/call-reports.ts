import type { SharedV4Warning } from '@ai-sdk/provider'
import { statusOfEndReason } from '@/lib/contract/end-reason'
import type { Log } from '@/lib/platform/log'
import type { LeftOutParts } from './left-out-parts'
import { loggedWord } from './logged-word'
import type { RunningStream } from './running-stream'
import { idsOf } from './stream-facts'
import { endOf, type ProviderFailed } from './stream-state'

/**
 * Events that nobody understands, and parts that an answer has no place for, end no answer. Each
 * sort is logged in one line a call, without any of its text.
 */
export function reportLeftOut(stream: RunningStream, { counts }: LeftOutParts, log: Log): void {
  const { messageId, record, providerCall } = stream
  const facts = { messageId, model: record.model }
  const events = providerCall?.skippedEvents ?? 0
  if (events > 0) log.warn({ ...facts, events }, 'left out what is not understood')
  if (counts) log.warn({ ...facts, parts: counts }, 'left out what an answer has no place for')
}

/** Logs the settings that a model does not follow, as the AI SDK knows them before the call. */
export function reportUnfollowed(
  { messageId, record }: RunningStream,
  warnings: readonly SharedV4Warning[],
  log: Log,
): void {
  if (warnings.length === 0) return
  const settings = warnings.map((warning) =>
    'feature' in warning ? loggedWord(warning.feature) : warning.type,
  )
  log.info({ messageId, model: record.model, settings }, 'a model does not follow every setting')
}

/** Logs a failed call in one line, even if another attempt follows; the answer keeps the latest. */
export function reportFailed(
  stream: RunningStream,
  ending: ProviderFailed,
  attempt: number,
  log: Log,
): void {
  const reason = endOf(stream.state)?.reason ?? ending.reason
  // The answer had ended otherwise, and that broke the call off.
  if (statusOfEndReason[reason] !== 'failed') return
  stream.failedCall = { attempt, ...ending.call }
  const facts = { ...idsOf(stream), model: stream.record.model, reason, ...stream.failedCall }
  log.warn(facts, 'a call to a provider failed')
}
