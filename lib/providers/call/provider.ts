import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider'
import type { ReasoningEffort } from '@/lib/contract/reasoning-effort'
import type { Config } from '@/lib/platform/env'
import type { Log } from '@/lib/platform/log'

/** Reads a vendor's part of the configuration; an empty list if nothing is set. */
export type Vendor = (config: Config, log: Log) => readonly Provider[]

/** One configured vendor, as the registry lists it. */
export interface Provider {
  /** The part of a model's ID before its first slash. */
  readonly name: string
  /** Its models, as far as they are known without asking the vendor. */
  readonly models: readonly ProviderModel[]
  /** How the vendor is asked for its models, if their list may change at any time. */
  readonly ownList?: OwnList
  /** The AI SDK's model for one of these names. */
  readonly languageModel: (modelName: string) => LanguageModelV4
  readonly continuation: Continuation
  /** Puts a chat's wish into this vendor's options; without it, the AI SDK's own are used. */
  readonly callOptions?: (wish: CallWish) => CallOptions
  readonly billing: Billing
  /** It gives the same answer to every question, so it cannot name a chat. */
  readonly scripted?: true
}

/** A list of models that a vendor keeps itself, and the vendor's address. */
export type OwnList = {
  address: string
  /** Rejects when the vendor cannot be asked, or answers something else. */
  read: (signal: AbortSignal) => Promise<readonly ProviderModel[]>
}

/**
 * How a model is asked to go on with an answer: with the text so far as the beginning of its own, or by
 * a turn that asks for the rest, for vendors that would write a new answer after a prefilled one.
 */
export type Continuation = 'prefill' | 'instruction'

/** The options that a chat may wish for a call. */
export type CallWish = Pick<
  LanguageModelV4CallOptions,
  'temperature' | 'maxOutputTokens' | 'reasoning'
>

/** The options that a call carries besides the conversation. */
export type CallOptions = CallWish & Pick<LanguageModelV4CallOptions, 'providerOptions'>

/** How a vendor charges for its answers. */
export type Billing = {
  costsMoney: boolean
  /** Whether it stops charging when a call is closed midway. */
  stopsWithCall: boolean | 'unknown'
  /** The vendor's name in the catalogue of prices. */
  catalogueName?: string
}

/** One model of a vendor; `contextWindow` in tokens. */
export type ProviderModel = {
  name: string
  title: string
  contextWindow?: number
  reasoning?: boolean
  efforts?: readonly ReasoningEffort[]
}

/** The models that the operator named, with their known facts; all known models if none are named. */
export function modelsOf(
  names: readonly string[],
  known: readonly ProviderModel[],
): readonly ProviderModel[] {
  if (names.length === 0) return known
  const knownNames = new Map(known.map((model) => [model.name, model]))
  return names.map((name) => knownNames.get(name) ?? { name, title: name })
}
