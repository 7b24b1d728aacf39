import type { LanguageModelV4, LanguageModelV4Prompt } from '@ai-sdk/provider'
import type { ModelInfo } from '@/lib/contract/model'
import type { Log } from '@/lib/platform/log'
import { callModel, type ModelCall } from '@/lib/providers/call/call-model'
import type {
  CallOptions,
  CallWish,
  Continuation,
  OwnList,
  Provider,
  ProviderModel,
} from '@/lib/providers/call/provider'
import { ProviderCall } from '@/lib/providers/call/provider-call'
import { nameOf } from '@/lib/providers/errors/failed-call'
import { contextWindowOf, pricingOf, type Pricing } from './prices'

/** The usual length of an answer that is text alone, in tokens: four to five paragraphs. */
const TEXT_TOKENS = 600

/** The usual length with thoughts before it, in tokens: vendors count those as part of the answer. */
const THINKING_TOKENS = 1_500

/**
 * The usual length of an answer, in tokens, if nothing better is known. A rough guess of ours: no
 * vendor and no catalogue tells it, and it depends on the question more than on the model.
 * @param longest the most that the chat allows an answer
 */
function usualAnswerTokens(thinks: boolean, longest = Infinity): number {
  return Math.min(longest, thinks ? THINKING_TOKENS : TEXT_TOKENS)
}

/** How long a vendor's own list counts as new, and how long it may take to come, in milliseconds. */
const FRESH_MS = 10_000
const LIST_MS = 2_000

/** A model that can be called now. */
export interface AvailableModel {
  readonly id: string
  readonly languageModel: LanguageModelV4
  readonly continuation: Continuation
  readonly pricing: Pricing
  /** It gives the same answer to every question. */
  readonly scripted?: true
  /** In tokens, if it is known. */
  readonly contextWindow: number | undefined
  /** The options that a call carries besides the conversation, for this wish of a chat. */
  callOptions(wish: CallWish): CallOptions
  /**
   * Asks the model until the signal aborts the call. Never throws. It is a method because a call and
   * its vendor's `fetch` meet in one module's memory, and Next gives routes copies of their own.
   */
  call(signal: AbortSignal, prompt: LanguageModelV4Prompt, wish: CallWish): ModelCall
  /** The usual length of such an answer, in tokens: a rough guess. */
  usualTokens(wish: CallWish): number
}

/** The models of one vendor, made callable. */
export class VendorModels {
  readonly provider: Provider
  #models: readonly ProviderModel[]
  readonly #available = new Map<string, AvailableModel>()
  readonly #log: Log
  readonly #fastLane: boolean
  #unreachable = false
  #askedAt = -Infinity
  #asking: Promise<void> | undefined

  /** @param options.fastLane whether text may pass the AI SDK by */
  constructor(provider: Provider, options: { log: Log; fastLane: boolean }) {
    this.provider = provider
    this.#log = options.log
    this.#fastLane = options.fastLane
    this.#models = provider.models
  }

  /** The address of the vendor's own list, if the latest attempt to read it failed. */
  get unreachableAt(): string | undefined {
    return this.#unreachable ? this.provider.ownList?.address : undefined
  }

  modelIds(): string[] {
    return this.#models.map(({ name }) => this.#idOf(name))
  }

  describe(): Omit<ModelInfo, 'default'>[] {
    return this.#models.map(({ name, title, ...facts }) => {
      const contextWindow = facts.contextWindow ?? contextWindowOf(this.provider.billing, name)
      return {
        id: this.#idOf(name),
        name: title,
        provider: this.provider.name,
        ...facts,
        ...(contextWindow !== undefined && { contextWindow }),
      }
    })
  }

  /**
   * Each model is made once: the schemas it brings are costly to make and to run for the first time.
   * A vendor with a list of its own may have a model that is not in the list yet.
   */
  find(name: string): AvailableModel | undefined {
    const made = this.#available.get(name)
    if (made) return made
    const listed = this.#models.find((model) => model.name === name)
    if (!listed && (!this.provider.ownList || name === '')) return undefined
    const model = this.#make(listed ?? { name, title: name })
    if (listed) this.#available.set(name, model)
    return model
  }

  /** Asks the vendor for its list, unless that was just done. One that cannot be asked has no models. */
  async refresh(): Promise<void> {
    const { ownList } = this.provider
    if (!ownList || performance.now() - this.#askedAt < FRESH_MS) return
    this.#asking ??= this.#ask(ownList).finally(() => {
      this.#askedAt = performance.now()
      this.#asking = undefined
    })
    await this.#asking
  }

  async #ask(list: OwnList): Promise<void> {
    const call = new ProviderCall(AbortSignal.timeout(LIST_MS))
    try {
      this.#replaceModels(await call.run(() => list.read(call.signal)))
      this.#unreachable = false
    } catch (error) {
      // One line when the vendor goes away, however often it is asked again.
      if (!this.#unreachable) {
        const facts = { ...call.failureBy(error), error: nameOf(error) }
        this.#log.warn({ provider: this.provider.name, ...facts }, 'listing models failed')
      }
      this.#models = []
      this.#unreachable = true
    }
  }

  #replaceModels(models: readonly ProviderModel[]): void {
    const before = new Map(this.#models.map((model) => [model.name, JSON.stringify(model)]))
    for (const model of models) {
      // The callable model was made from the old facts.
      if (before.get(model.name) !== JSON.stringify(model)) this.#available.delete(model.name)
    }
    this.#models = models
  }

  #make({ name, contextWindow, efforts = [] }: ProviderModel): AvailableModel {
    const { provider } = this
    // A vendor refuses an effort that the model lacks: the chat may have it from another model.
    const isKnown = (reasoning: CallWish['reasoning']) =>
      efforts.some((effort) => effort === reasoning)
    const languageModel = provider.languageModel(name)
    const callOptions = ({ reasoning, ...rest }: CallWish) => {
      const wish = { ...rest, ...(isKnown(reasoning) && { reasoning }) }
      return provider.callOptions?.(wish) ?? wish
    }
    return {
      id: this.#idOf(name),
      languageModel,
      continuation: provider.continuation,
      pricing: pricingOf(provider.billing, name),
      ...(provider.scripted && { scripted: true as const }),
      contextWindow: contextWindow ?? contextWindowOf(provider.billing, name),
      callOptions,
      call: (signal, prompt, wish) =>
        callModel(
          signal,
          (abortSignal) => languageModel.doStream({ ...callOptions(wish), prompt, abortSignal }),
          { fastLane: this.#fastLane },
        ),
      usualTokens: ({ reasoning, maxOutputTokens }) =>
        usualAnswerTokens(isKnown(reasoning) && reasoning !== 'none', maxOutputTokens),
    }
  }

  #idOf(name: string): string {
    return `${this.provider.name}/${name}`
  }
}
