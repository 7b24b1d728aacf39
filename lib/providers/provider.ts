import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider'

/** A vendor, as the registry lists it. */
export interface Provider {
  /** The part of a model's ID before its first slash. */
  readonly name: string
  readonly models: readonly ProviderModel[]
  /** The AI SDK's model for one of these names. */
  languageModel(modelName: string): LanguageModelV4
  /** What every call to this vendor carries besides the conversation. */
  readonly callOptions?: Pick<LanguageModelV4CallOptions, 'providerOptions'>
}

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
