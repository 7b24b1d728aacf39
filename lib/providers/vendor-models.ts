import type { LanguageModelV4 } from '@ai-sdk/provider'
import type { ModelInfo } from '@/lib/contract/model'
import { contextWindowOf, pricingOf, type Pricing } from './prices'
import type { CallOptions, CallWish, Continuation, Provider, ProviderModel } from './provider'
import { usualAnswerTokens } from './usual-length'

/** How long a vendor's own list counts as new, in milliseconds. */
const FRESH_MS = 10_000

/** A model that can be called now. */
export interface AvailableModel {
  readonly id: string
  readonly languageModel: LanguageModelV4
  readonly continuation: Continuation
  readonly pricing: Pricing
  /** Tokens, where that is known. */
  readonly contextWindow: number | undefined
  /** What a call carries besides the conversation, where a chat wishes this. */
  callOptions(wish: CallWish): CallOptions
  /** How long such an answer is as a rule, in tokens: a rough guess. */
  usualTokens(wish: CallWish): number
}

/** What one vendor offers, made callable. */
export class VendorModels {
  readonly provider: Provider
  #models: readonly ProviderModel[]
  readonly #available = new Map<string, AvailableModel>()
  #askedAt = -Infinity
  #asking: Promise<void> | undefined

  constructor(provider: Provider) {
    this.provider = provider
    this.#models = provider.models
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
   * A vendor with a list of its own may have one that is not in it yet.
   */
  find(name: string): AvailableModel | undefined {
    const made = this.#available.get(name)
    if (made) return made
    const listed = this.#models.find((model) => model.name === name)
    if (!listed && (!this.provider.listModels || name === '')) return undefined
    const model = this.#make(listed ?? { name, title: name })
    if (listed) this.#available.set(name, model)
    return model
  }

  /** Asks the vendor, unless that was just done. One that cannot be asked has no models. */
  async refresh(): Promise<void> {
    const { listModels } = this.provider
    if (!listModels || performance.now() - this.#askedAt < FRESH_MS) return
    this.#asking ??= listModels()
      .catch(() => [])
      .then((models) => {
        this.#models = models
        this.#askedAt = performance.now()
        this.#asking = undefined
      })
    await this.#asking
  }

  #make({ name, contextWindow, efforts = [] }: ProviderModel): AvailableModel {
    const { provider } = this
    // A vendor refuses an effort that the model has not: the chat had another one before.
    const isKnown = (reasoning: CallWish['reasoning']) =>
      efforts.some((effort) => effort === reasoning)
    return {
      id: this.#idOf(name),
      languageModel: provider.languageModel(name),
      continuation: provider.continuation,
      pricing: pricingOf(provider.billing, name),
      contextWindow: contextWindow ?? contextWindowOf(provider.billing, name),
      callOptions({ reasoning, ...rest }) {
        const wish = { ...rest, ...(isKnown(reasoning) && { reasoning }) }
        return provider.callOptions?.(wish) ?? wish
      },
      usualTokens: ({ reasoning, maxOutputTokens }) =>
        usualAnswerTokens(isKnown(reasoning) && reasoning !== 'none', maxOutputTokens),
    }
  }

  #idOf(name: string): string {
    return `${this.provider.name}/${name}`
  }
}
