import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider'

/** A vendor, as the registry lists it. */
export interface Provider {
  /** The part of a model's ID before its first slash. */
  readonly name: string
  readonly models: readonly ProviderModel[]
  /** The AI SDK's model for one of these names. */
  readonly languageModel: (modelName: string) => LanguageModelV4
  readonly continuation: Continuation
  /** What every call to this vendor carries besides the conversation. */
  readonly callOptions?: Pick<LanguageModelV4CallOptions, 'providerOptions'>
}

/**
 * How a model is asked to go on with an answer: by giving it what there is as its own beginning, or
 * by a turn that says so, for vendors that would answer a prefilled answer with a new one.
 */
export type Continuation = 'prefill' | 'instruction'

/** One model of a vendor; `contextWindow` in tokens. */
export type ProviderModel = {
  name: string
  title: string
  contextWindow?: number
  reasoning?: boolean
}

/** The models an operator named, without knowing more of them. */
export function namedModels(names: readonly string[]): ProviderModel[] {
  return names.map((name) => ({ name, title: name }))
}
