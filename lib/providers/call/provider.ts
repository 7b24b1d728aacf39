import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider'
import type { ReasoningEffort } from '@/lib/contract/reasoning-effort'
import type { Config } from '@/lib/platform/env'
import type { Log } from '@/lib/platform/log'

/** Reads its part of the configuration; an empty list where nothing is set. */
export type Vendor = (config: Config, log: Log) => readonly Provider[]

/** One configured vendor, as the registry lists it. */
export interface Provider {
  /** The part of a model's ID before its first slash. */
  readonly name: string
  /** What it offers, as far as that is known without asking it. */
  readonly models: readonly ProviderModel[]
  /** How the vendor is asked what it offers, where that changes by itself. */
  readonly ownList?: OwnList
  /** The AI SDK's model for one of these names. */
  readonly languageModel: (modelName: string) => LanguageModelV4
  readonly continuation: Continuation
  /** How this vendor is told what a chat wishes; as the AI SDK puts it, unless given. */
  readonly callOptions?: (wish: CallWish) => CallOptions
  readonly billing: Billing
  /** It says the same whatever it is asked: it cannot name a chat. */
  readonly scripted?: true
}

/** A list of models that a vendor keeps itself, and the address of who runs it. */
export type OwnList = {
  address: string
  /** Rejects when it cannot be asked, or answers something else. */
  read: (signal: AbortSignal) => Promise<readonly ProviderModel[]>
}

/**
 * How a model is asked to go on with an answer: by giving it what there is as its own beginning, or
 * by a turn that says so, for vendors that would answer a prefilled answer with a new one.
 */
export type Continuation = 'prefill' | 'instruction'

/** What a chat may ask of a call. */
export type CallWish = Pick<
  LanguageModelV4CallOptions,
  'temperature' | 'maxOutputTokens' | 'reasoning'
>

/** What a call carries besides the conversation. */
export type CallOptions = CallWish & Pick<LanguageModelV4CallOptions, 'providerOptions'>

/** What a vendor takes for its answers. */
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

/** Those that the operator named, with what is known of them; all that are known where none are. */
export function modelsOf(
  names: readonly string[],
  known: readonly ProviderModel[],
): readonly ProviderModel[] {
  if (names.length === 0) return known
  const knownNames = new Map(known.map((model) => [model.name, model]))
  return names.map((name) => knownNames.get(name) ?? { name, title: name })
}
