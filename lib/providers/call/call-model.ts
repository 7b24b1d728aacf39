import type { LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { ProviderCall } from './provider-call'

type ModelAnswer = { stream: ReadableStream<LanguageModelV4StreamPart> }

/** A call of a model for an answer. */
export type ModelCall = Pick<ProviderCall, 'closed' | 'failureBy' | 'skippedEvents'> & {
  /** The answer, part by part; rejects if the call fails before it. */
  readonly answer: Promise<ModelAnswer>
}

/** Calls a model until the signal aborts the call. Never throws: a failure rejects `answer`. */
export function callModel(
  signal: AbortSignal,
  open: (signal: AbortSignal) => PromiseLike<ModelAnswer>,
): ModelCall {
  const call = new ProviderCall(signal)
  const answer = call.run(async () => open(signal))
  return Object.assign(call, { answer })
}
