import type { LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { FastLane } from '@/lib/providers/wires/fast-lane'
import { ProviderCall } from './provider-call'

type ModelAnswer = { stream: ReadableStream<LanguageModelV4StreamPart> }

/** A call of a model for an answer. */
export type ModelCall = Pick<ProviderCall, 'closed' | 'failureBy' | 'lane' | 'skippedEvents'> & {
  /** The answer, part by part; rejects if the call fails before it. */
  readonly answer: Promise<ModelAnswer>
}

/**
 * Calls a model until the signal aborts the call. Never throws: a failure rejects `answer`.
 * @param options.fastLane whether text may come by the call's lane, past the AI SDK
 */
export function callModel(
  signal: AbortSignal,
  open: (signal: AbortSignal) => PromiseLike<ModelAnswer>,
  { fastLane = true }: { fastLane?: boolean } = {},
): ModelCall {
  const call = new ProviderCall(signal, fastLane ? new FastLane() : undefined)
  const answer = call.run(async () => open(signal))
  return Object.assign(call, { answer })
}
