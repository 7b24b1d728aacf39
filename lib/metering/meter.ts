import type { Purse } from '@/lib/budgets/budgets'
import { estimateTokens } from '@/lib/budgets/estimate-tokens'
import type { Receipt, Usage } from '@/lib/contract/message'
import type { MessageStore } from '@/lib/db/messages'
import type { Pricing, UsedTokens } from '@/lib/providers/models/prices'
import { countTokensInSlices } from '@/lib/providers/tokens/count-in-slices'
import { medianOf } from './median'

/** Tokens as a provider reports them. */
export type ReportedUsage = Partial<UsedTokens> & { reasoningTokens?: number }

/** What a session's calls came to, as far as tokens are concerned. */
export type MeteredSession = {
  /** What the provider told of it, where it told anything. */
  reported: ReportedUsage | undefined
  /** No model was at work: the provider said no, or could not be reached. */
  wasRefused: boolean
  /** All that was generated, reasoning and all: also what a stop has cut. */
  generatedText: () => string
  durationMs: number
}

/** What a stop saved, and what had been used by then. */
type Saving = Pick<
  Receipt,
  | 'outputTokens'
  | 'estimated'
  | 'savedTokens'
  | 'savedBeside'
  | 'savedCost'
  | 'providerStopsBilling'
>

const NOTHING: Usage = { inputTokens: 0, outputTokens: 0, estimated: false }

/** What a vendor charges that goes on with an answer whose call was closed, as a rule, in tokens. */
const WHOLE_ANSWER = 4_096

/** What a model that has not been heard yet may have thought meanwhile, in tokens a second. */
const THOUGHT_A_SECOND = 20

/** Of fewer answers than this, a median says nothing. */
const FEWEST_ANSWERS = 5

/** The tokens and the money of one session: made by whoever sends, read by whoever runs the stream. */
export class Meter {
  readonly #pricing: Pricing
  readonly #inputText: string
  readonly #usualTokens: number
  readonly #purse: Purse | undefined
  readonly #lengths: Pick<MessageStore, 'completedOutputTokens' | 'everyonesOutputTokens'>

  constructor(options: {
    pricing: Pricing
    /** What the model is asked, for estimating its tokens where the provider does not tell. */
    inputText: string
    /** How long such an answer is as a rule, in tokens, as far as that can be guessed. */
    usualTokens: number
    /** What its tokens are counted against, where they cost money. */
    purse?: Purse | undefined
    /** How long earlier answers of a model were, in tokens. */
    lengths: Pick<MessageStore, 'completedOutputTokens' | 'everyonesOutputTokens'>
  }) {
    this.#pricing = options.pricing
    this.#inputText = options.inputText
    this.#usualTokens = options.usualTokens
    this.#purse = options.purse
    this.#lengths = options.lengths
  }

  /** Counts text as it comes; false once a budget of the day is spent. */
  take(delta: string): boolean {
    return this.#purse?.take(estimateTokens(delta)) ?? true
  }

  /** What so many more tokens of the answer cost, in US dollars, where that is known. */
  costOf(outputTokens: number): number | undefined {
    return this.#pricing.costOf({ inputTokens: 0, outputTokens })?.amount
  }

  /** What the session used: counted here where nobody reported it, as of most calls that are aborted. */
  async usageOf(session: MeteredSession): Promise<Usage> {
    return this.#usageBy(countTokensInSlices, session)
  }

  /** The same at once, by the length of what is to be counted. */
  async estimateOf(session: MeteredSession): Promise<Usage> {
    return this.#usageBy((text) => Math.ceil(estimateTokens(text)), session)
  }

  async #usageBy(
    count: (text: string) => number | Promise<number>,
    { reported = {}, wasRefused, generatedText }: MeteredSession,
  ): Promise<Usage> {
    if (wasRefused) return NOTHING
    const { inputTokens, outputTokens, reasoningTokens = 0 } = reported
    const counts = {
      inputTokens: inputTokens ?? (await count(this.#inputText)),
      outputTokens: outputTokens ?? (await count(generatedText())),
    }
    const cost = this.#pricing.costOf({ ...reported, ...counts })
    return {
      ...counts,
      estimated: inputTokens === undefined || outputTokens === undefined,
      ...(reasoningTokens > 0 && { reasoningTokens }),
      ...(cost && { cost }),
    }
  }

  /**
   * What stopping an answer saved, of which so much was used. That is an estimate: how long such
   * answers are as a rule, less what there was of this one; left out where it was as long already.
   */
  async savingOf(answer: { ownerId: string; model: string }, usage: Usage): Promise<Saving> {
    const { tokens: usual, beside: savedBeside } = await this.#usualLength(answer)
    const savedTokens = Math.max(0, Math.round(usual - usage.outputTokens))
    const savedCost = this.costOf(savedTokens)
    return {
      outputTokens: usage.outputTokens,
      estimated: usage.estimated,
      providerStopsBilling: this.#pricing.stopsWithCall,
      ...(savedTokens > 0 && {
        savedTokens,
        savedBeside,
        ...(savedCost !== undefined && { savedCost }),
      }),
    }
  }

  /** Counts what the session used against the budgets. Safe to repeat. */
  async settle(session: MeteredSession, usage: Usage): Promise<void> {
    await this.#purse?.settle(this.#chargeOf(session, usage))
  }

  /**
   * Where nobody reported it, also what may have been generated unseen: else a person who stops each
   * answer before its first word would spend without an end.
   */
  #chargeOf({ reported, durationMs }: MeteredSession, usage: Usage): number {
    const { inputTokens, outputTokens, estimated } = usage
    // What was refused used nothing, and is not estimated.
    if (!estimated || reported?.outputTokens !== undefined) return inputTokens + outputTokens
    const thought = (durationMs / 1000) * THOUGHT_A_SECOND
    const whole = this.#pricing.stopsWithCall === false ? WHOLE_ANSWER : 0
    return inputTokens + Math.ceil(Math.max(outputTokens, thought, whole))
  }

  /**
   * How long this person's answers of the model are, else everybody's, else a guess. Of other people
   * one median leaves: it tells neither whose answers they were, nor when, nor a word of them.
   */
  async #usualLength({
    ownerId,
    model,
  }: {
    ownerId: string
    model: string
  }): Promise<{ tokens: number; beside: NonNullable<Receipt['savedBeside']> }> {
    const own = await this.#lengths.completedOutputTokens(ownerId, model)
    if (own.length >= FEWEST_ANSWERS) return { tokens: medianOf(own), beside: 'own' }
    const all = await this.#lengths.everyonesOutputTokens(model)
    if (all.length >= FEWEST_ANSWERS) return { tokens: medianOf(all), beside: 'everyone' }
    return { tokens: this.#usualTokens, beside: 'catalogue' }
  }
}
