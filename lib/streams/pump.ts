import type { LanguageModelV4StreamPart, LanguageModelV4Usage } from '@ai-sdk/provider'
import type { ReasonOf } from '@/lib/contract/end-reason'
import type { ReportedUsage } from '@/lib/metering/meter'
import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import { nextTurn } from '@/lib/platform/turns'
import type { ModelCall } from '@/lib/providers/call-model'
import { classifyProviderError, failureOf } from '@/lib/providers/classify-error'
import { reportFailed, reportSkipped } from './call-reports'
import { isCompletion } from './ending-chunks'
import { readFinishReason } from './finish-reason'
import { waitBeforeRetry } from './retry-policy'
import type { RunningStream } from './running-stream'
import type { ProviderFailed, StreamAction } from './stream-state'

/** Opens the provider's call; the signal is the stream's own, never a reader's. */
export type OpenProvider = (signal: AbortSignal) => ModelCall

export type PumpDependencies = { clock: Clock; log: Log }

/** After so many parts the others have their turn: 5 ms of work, where they are all there already. */
const PARTS_A_TURN = 100

/** A part of this many UTF-16 code units more is as much work as another one. */
const CHARACTERS_A_PART = 1_000

/**
 * Reads the provider into the stream until either ends, and calls it again where it failed before
 * it began. Resolves when its call is over, whatever came of it; how the stream ends is decided by
 * what was dispatched first.
 */
export async function pump(
  stream: RunningStream,
  openProvider: OpenProvider,
  dependencies: PumpDependencies,
): Promise<void> {
  const { clock, log } = dependencies
  let attempt = 1
  for (let call = 1; ; call += 1) {
    const ending = await readProvider(stream, openProvider, dependencies)
    reportSkipped(stream, log)
    if (ending.type === 'provider-failed') reportFailed(stream, ending, call, log)
    const isLoading = ending.type === 'provider-failed' && ending.isLoading === true
    if (isLoading) stream.dispatch({ type: 'model-loading' })
    const hasBegun = stream.state.firstTokenAt !== undefined
    const wait = waitBeforeRetry(ending, { attempt, hasBegun })
    if (wait !== undefined) await pause(clock, wait, stream.providerSignal)
    if (wait === undefined || stream.providerSignal.aborted) {
      stream.dispatch(ending)
      return
    }
    if (!isLoading) attempt += 1
  }
}

/** Ends early with the stream. */
async function pause(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const callOff = clock.after(milliseconds, resolve)
  signal.addEventListener('abort', () => resolve(), { once: true })
  await promise
  callOff()
}

/** One call to the provider, to its end. After an abort that is the abort's, and comes too late. */
async function readProvider(
  stream: RunningStream,
  openProvider: OpenProvider,
  dependencies: PumpDependencies,
): Promise<StreamAction> {
  const { clock } = dependencies
  const call = openProvider(stream.providerSignal)
  stream.providerCall = call
  try {
    const { stream: parts } = await call.answer
    return (
      (await readParts(parts, stream, dependencies)) ?? failed('provider_protocol', stream, clock)
    )
  } catch (error) {
    return failedBy(error, stream, clock)
  }
}

async function readParts(
  parts: ReadableStream<LanguageModelV4StreamPart>,
  stream: RunningStream,
  dependencies: PumpDependencies,
): Promise<StreamAction | undefined> {
  const reader = parts.getReader()
  // A model that overlooks its signal must not hold this loop.
  const drop = () => void reader.cancel().catch(() => {})
  stream.providerSignal.addEventListener('abort', drop, { once: true })
  if (stream.providerSignal.aborted) drop()
  let ending: StreamAction | undefined
  try {
    let work = 0
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      ending = handlePart(read.value, stream, dependencies) ?? ending
      if (ending?.type === 'provider-failed') break
      work += workOf(read.value)
      if (work < PARTS_A_TURN || stream.providerSignal.aborted) continue
      work = 0
      await nextTurn()
    }
  } finally {
    stream.providerSignal.removeEventListener('abort', drop)
    // After an error in its stream a provider may keep the connection open.
    drop()
  }
  return ending
}

function workOf(part: LanguageModelV4StreamPart): number {
  return 'delta' in part ? 1 + part.delta.length / CHARACTERS_A_PART : 1
}

/** Passes one part on; returns how the stream ends when the part says so. */
function handlePart(
  part: LanguageModelV4StreamPart,
  stream: RunningStream,
  dependencies: PumpDependencies,
): StreamAction | undefined {
  const { clock } = dependencies
  switch (part.type) {
    case 'text-delta':
    case 'reasoning-delta':
      // Ollama begins its thinking with a text of nothing.
      if (part.delta === '') return undefined
      stream.receive(
        part.type === 'text-delta' ? 'text' : 'reasoning',
        part.delta,
        clock.monotonic(),
      )
      return undefined
    case 'text-end':
    case 'reasoning-end':
      stream.closePart()
      return undefined
    case 'error':
      return failedBy(part.error, stream, clock)
    case 'finish':
      return finished(part, stream, dependencies)
    default:
      return undefined
  }
}

function finished(
  finish: Extract<LanguageModelV4StreamPart, { type: 'finish' }>,
  stream: RunningStream,
  { clock, log }: PumpDependencies,
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
    // It is the vendor's to say anything there: only what looks like a word is logged.
    const finishReason = /^[\w.-]{1,40}$/.test(unknown) ? unknown : 'not a word'
    log.warn({ messageId, model: record.model, finishReason }, 'unknown finish reason')
  }
  // A filter that leaves nothing at all is a refusal, not an answer cut short.
  if (reason === 'content_filter' && textLength === 0) {
    return { ...failed('provider_filtered', stream, clock), usage }
  }
  if (isCompletion(reason))
    return { type: 'provider-finished', at: clock.monotonic(), reason, usage }
  return failed(reason, stream, clock)
}

function failed(
  reason: ReasonOf<'failed'>,
  { providerCall }: RunningStream,
  clock: Clock,
): ProviderFailed {
  const call = providerCall?.failureBy() ?? {}
  return { type: 'provider-failed', at: clock.monotonic(), ...failureOf(reason), call }
}

function failedBy(error: unknown, { providerCall }: RunningStream, clock: Clock): ProviderFailed {
  const call = providerCall?.failureBy(error) ?? {}
  return { type: 'provider-failed', at: clock.monotonic(), ...classifyProviderError(error), call }
}

/** A question is some tokens at least, and so is an answer: nothing is what was not counted. */
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

/** What is no count was not reported: a server may say anything. */
function count(name: keyof ReportedUsage, value: number | undefined): ReportedUsage {
  return value !== undefined && Number.isFinite(value) && value >= 0 ? { [name]: value } : {}
}
