import type { CancelOutcome, EndedAnswer } from '@/lib/contract/cancel-outcome'
import type { Api } from './api'
import { ApiError } from './api-error'
import { Backoff } from './backoff'

/** Asks the server to stop one answer, again and again until it has confirmed or there is none. */
export class StopAttempt {
  readonly #api: Api
  readonly #messageId: string
  readonly #seenTextLength: number | undefined
  /** The send of this answer, while it is under way. */
  #sending: Promise<void> | undefined
  readonly #onUnreachable: () => void
  readonly #backoff = new Backoff()
  #done = false

  constructor(options: {
    api: Api
    messageId: string
    /** What was shown of it is what is kept; undefined where nothing was. */
    seenTextLength: number | undefined
    /** The send of this answer, while it is under way: the cancel may overtake it. */
    sent: Promise<void> | undefined
    /** The first attempt failed on the way; it is being tried again. */
    onUnreachable: () => void
  }) {
    this.#api = options.api
    this.#messageId = options.messageId
    this.#seenTextLength = options.seenTextLength
    this.#sending = options.sent
      ?.catch(() => {})
      .then(() => {
        this.#sending = undefined
      })
    this.#onUnreachable = options.onUnreachable
  }

  /** Resolves when nothing is left to stop: with how the answer ended, if the server told here. */
  async run(): Promise<EndedAnswer | undefined> {
    while (!this.#done) {
      const outcome = await this.#tryOnce()
      if (outcome && 'endReason' in outcome) return outcome
      if (this.#done) break
      // It waits for the send at the server; what became of both is known when that is answered.
      if (outcome?.outcome === 'pending' && this.#sending) await this.#sending
      else await this.#backoff.wait()
    }
    return undefined
  }

  tryNow(): void {
    this.#backoff.skip()
  }

  /** The answer was seen to end. */
  done(): void {
    this.#done = true
    this.#backoff.skip()
  }

  async #tryOnce(): Promise<CancelOutcome | undefined> {
    try {
      return await this.#api.cancel(this.#messageId, {
        ...(this.#seenTextLength !== undefined && { seenTextLength: this.#seenTextLength }),
        ...(this.#sending && { beforeStart: true }),
      })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      this.#done ||= !error.passing && error.code !== 'rate_limited'
      if (!this.#done) this.#onUnreachable()
      return undefined
    }
  }
}
