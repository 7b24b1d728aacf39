import type { LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { ProviderCall } from './provider-call'

type ModelAnswer = { stream: ReadableStream<LanguageModelV4StreamPart> }

/** A call of a model for an answer. */
export type ModelCall = Pick<ProviderCall, 'closed' | 'failureBy' | 'skippedEvents'> & {
  /** What it answers, part by part; rejects where the call failed before that. */
  readonly answer: Promise<ModelAnswer>
}

/** Calls a model, until the signal aborts that. Never throws: a failure is told by the answer. */
export function callModel(
  signal: AbortSignal,
  open: (signal: AbortSignal) => PromiseLike<ModelAnswer>,
): ModelCall {
  const call = new ProviderCall(signal)
  const answer = call.run(async () => open(signal))
  return Object.assign(call, { answer })
}
