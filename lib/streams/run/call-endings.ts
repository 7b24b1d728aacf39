import type { LanguageModelV4StreamPart, LanguageModelV4Usage } from '@ai-sdk/provider'
import type { ReasonOf } from '@/lib/contract/end-reason'
import type { ReportedUsage } from '@/lib/metering/meter'
import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import { classifyProviderError, failureOf } from '@/lib/providers/errors/classify-error'
import { isCompletion } from '@/lib/streams/answer/ending-chunks'
import { readFinishReason } from './finish-reason'
import { loggedWord } from './logged-word'
import type { RunningStream } from './running-stream'
import type { ProviderFailed, StreamAction } from './stream-state'

/** How the stream ends when the vendor reports its answer's end. Logs an unknown reason. */
export function finished(
  finish: Extract<LanguageModelV4StreamPart, { type: 'finish' }>,
  stream: RunningStream,
  { clock, log }: { clock: Clock; log: Log },
): StreamAction {
  const {
    messageId,
    record,
    log: { textLength },
    state: { firstTokenAt },
  } = stream
  const { reason, unknown } = readFinishReason(finish.finishReason)
  const usage = usageOf(finish.usage, firstTokenAt !== undefined)
  if (unknown !== undefined) {
    const facts = { messageId, model: record.model, finishReason: loggedWord(unknown) }
    log.warn(facts, 'unknown finish reason')
  }
  // A filter that leaves nothing at all is a refusal, not an answer cut short.
  if (reason === 'content_filter' && textLength === 0) {
    return { ...failed('provider_filtered', stream, clock), usage }
  }
  if (isCompletion(reason))
    return { type: 'provider-finished', at: clock.monotonic(), reason, usage }
  return failed(reason, stream, clock)
}

/** How the stream ends when its provider fails for this reason. */
export function failed(
  reason: ReasonOf<'failed'>,
  { providerCall }: RunningStream,
  clock: Clock,
): ProviderFailed {
  const call = providerCall?.failureBy() ?? {}
  return { type: 'provider-failed', at: clock.monotonic(), ...failureOf(reason), call }
}

/** How the stream ends on an error of the call, or on one in the call's stream. */
export function failedBy(
  error: unknown,
  { providerCall }: RunningStream,
  clock: Clock,
): ProviderFailed {
  const call = providerCall?.failureBy(error) ?? {}
  return { type: 'provider-failed', at: clock.monotonic(), ...classifyProviderError(error), call }
}

/** A question and an answer have some tokens each: a zero means that nobody counted them. */
function usageOf(
  { inputTokens, outputTokens }: LanguageModelV4Usage,
  hasAnswered: boolean,
): ReportedUsage {
  return {
    ...count('inputTokens', inputTokens.total || undefined),
    ...count('cacheReadTokens', inputTokens.cacheRead),
    ...count('cacheWriteTokens', inputTokens.cacheWrite),
    ...count('outputTokens', outputTokens.total || (hasAnswered ? undefined : outputTokens.total)),
    ...count('reasoningTokens', outputTokens.reasoning),
  }
}

/** A value that is no count is as good as unreported: a server may send anything. */
function count(name: keyof ReportedUsage, value: number | undefined): ReportedUsage {
  return value !== undefined && Number.isFinite(value) && value >= 0 ? { [name]: value } : {}
}
