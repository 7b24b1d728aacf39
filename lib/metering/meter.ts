import type { Purse } from '@/lib/budgets/budgets'
import { estimateTokens } from '@/lib/budgets/estimate-tokens'
import type { Receipt, Usage } from '@/lib/contract/message'
import type { MessageStore } from '@/lib/db/messages'
import type { Pricing, UsedTokens } from '@/lib/providers/models/prices'
import { countTokensInSlices } from '@/lib/providers/tokens/count-in-slices'
import { medianOf } from './median'

/** Tokens as a provider reports them. */
export type ReportedUsage = Partial<UsedTokens> & { reasoningTokens?: number }

/** A session's calls, as far as their tokens are concerned. */
export type MeteredSession = {
  /** The usage that the provider reported, if it reported any. */
  reported: ReportedUsage | undefined
  /** No model was at work: the provider said no, or could not be reached. */
  wasRefused: boolean
  /** All generated text and reasoning, with the part that a stop has cut. */
  generatedText: () => string
  durationMs: number
}

/** The tokens that a stop saved, and those used by then. */
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

/** The usual charge of a vendor that goes on with an answer after its call is closed, in tokens. */
const WHOLE_ANSWER = 4_096

/** How fast a model may be thinking before its first token arrives, in tokens a second. */
const THOUGHT_A_SECOND = 20

/** The median of fewer answers than this says nothing. */
const FEWEST_ANSWERS = 5

/** The tokens and the money of one session: made by its send, read by its stream. */
export class Meter {
  readonly #pricing: Pricing
  readonly #inputText: () => string
  readonly #usualTokens: number
  readonly #purse: Purse | undefined
  readonly #lengths: Pick<MessageStore, 'completedOutputTokens' | 'everyonesOutputTokens'>

  constructor(options: {
    pricing: Pricing
    /** The text that the model is asked: its tokens are estimated if the provider reports none. */
    inputText: () => string
    /** A guess at the usual length of such an answer, in tokens. */
    usualTokens: number
    /** The budgets against which its tokens are counted, if they cost money. */
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

  /** The cost of so many more tokens of the answer, in US dollars, if it is known. */
  costOf(outputTokens: number): number | undefined {
    return this.#pricing.costOf({ inputTokens: 0, outputTokens })?.amount
  }

  /** The session's usage, counted here if the provider did not report it, as after most aborts. */
  async usageOf(session: MeteredSession): Promise<Usage> {
    return this.#usageBy(countTokensInSlices, session)
  }

  /** The session's usage at once, estimated by the lengths of its texts. */
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
      inputTokens: inputTokens ?? (await count(this.#inputText())),
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
   * The saving of a stop after this much usage. It is an estimate: the usual length of such answers,
   * less the length of this one. It is left out if this one was as long already.
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

  /** Counts the session's usage against the budgets. Safe to repeat. */
  async settle(session: MeteredSession, usage: Usage): Promise<void> {
    await this.#purse?.settle(this.#chargeOf(session, usage))
  }

  /**
   * Without the provider's report, tokens that may have been generated unseen are charged, too:
   * otherwise a person who stops each answer before its first word would spend without limit.
   */
  #chargeOf({ reported, durationMs }: MeteredSession, usage: Usage): number {
    const { inputTokens, outputTokens, estimated } = usage
    // A refused session used nothing, and its usage is not estimated.
    if (!estimated || reported?.outputTokens !== undefined) return inputTokens + outputTokens
    const thought = (durationMs / 1000) * THOUGHT_A_SECOND
    const whole = this.#pricing.stopsWithCall === false ? WHOLE_ANSWER : 0
    return inputTokens + Math.ceil(Math.max(outputTokens, thought, whole))
  }

  /**
   * The usual length of this person's answers of the model, else of everybody's, else a guess. Only a
   * median of other people's answers gets out: not whose they were, nor when, nor a word of them.
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
