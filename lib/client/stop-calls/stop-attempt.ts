import { ApiError } from '@/lib/client/calls/api-error'
import { Backoff } from '@/lib/client/clock/backoff'
import type { CancelOutcome } from '@/lib/contract/cancel-outcome'

/** A try that has no answer by then is given up, in milliseconds. */
export const TRY_MS = 4_000

/** Why a try was given up that nobody has taken the place of. */
const TOO_LATE = 'no answer came in time'

/** Calls that are never answered hold connections, of which a browser has only six. */
const MOST_TRIES_AT_ONCE = 2

/** The longest wait that is heeded, in milliseconds: of this server's limits, and of all else. */
const LONGEST_LIMITED_WAIT_MS = 60_000
const LONGEST_WISHED_WAIT_MS = 5_000

/**
 * How a stop stands that is not confirmed. `unreachable`: no answer came; `unconfirmed`: the server
 * answered, and has not carried it out yet.
 */
export type StopState = 'stopping' | 'unreachable' | 'unconfirmed'

/** What the server says once nothing is left to stop. */
export type StopAnswer = Extract<CancelOutcome, { status: unknown }>

type StopAttemptOptions = {
  ask: (signal: AbortSignal) => Promise<CancelOutcome>
  onState: (state: StopState) => void
  /** Called before each try and each wait: by then, in milliseconds since 1970, it goes on. */
  onBusyUntil: (time: number) => void
}

/**
 * Asks the server to stop one answer, again and again until it has confirmed or there is nothing to
 * stop. A try that hangs is given up, and one that somebody wishes for goes out beside it.
 */
export class StopAttempt {
  readonly #options: StopAttemptOptions
  readonly #tries = new Set<AbortController>()
  readonly #backoff = new Backoff({ shortestMs: 250, longestMs: 1_000 })
  /** With how the answer stands; undefined where the server did not tell it here. */
  readonly over: Promise<StopAnswer | undefined>
  #settle: (answer: StopAnswer | undefined) => void = () => {}
  #isOver = false
  #timer: ReturnType<typeof setTimeout> | undefined
  /** The server has asked not to be asked before, in milliseconds since 1970. */
  #notBefore = 0

  constructor(options: StopAttemptOptions) {
    this.#options = options
    this.over = new Promise((resolve) => {
      this.#settle = resolve
    })
  }

  /** Tries at once: somebody presses, for the first time or again. */
  tryNow(): void {
    if (this.#isOver) return
    clearTimeout(this.#timer)
    const [oldest] = this.#tries
    if (oldest && this.#tries.size >= MOST_TRIES_AT_ONCE) oldest.abort()
    void this.#try()
  }

  /** Tries at once, unless the server has asked to be left alone: the network has come back. */
  tryAgain(): void {
    if (performance.now() >= this.#notBefore) this.tryNow()
  }

  /** There is nothing left to stop. */
  end(answer?: StopAnswer): void {
    this.#isOver = true
    clearTimeout(this.#timer)
    for (const running of this.#tries) running.abort()
    this.#settle(answer)
  }

  async #try(): Promise<void> {
    const given = new AbortController()
    this.#tries.add(given)
    this.#options.onBusyUntil(Date.now() + TRY_MS)
    const waitMs = await this.#ask(given)
    this.#tries.delete(given)
    if (this.#isOver || waitMs === undefined || this.#tries.size > 0) return
    this.#options.onBusyUntil(Date.now() + waitMs)
    this.#timer = setTimeout(() => {
      this.tryNow()
    }, waitMs)
  }

  /** One try; how long to wait before the next one, if there is to be one, in milliseconds. */
  async #ask(given: AbortController): Promise<number | undefined> {
    try {
      const outcome = await answerWithin(this.#options.ask, given)
      if (!isOutcome(outcome)) return this.#waitAfter(NO_ANSWER)
      if ('status' in outcome) {
        this.end(outcome)
        return undefined
      }
      if (outcome.outcome === 'unconfirmed') this.#tell('unconfirmed')
      return this.#backoff.nextMs()
    } catch (error) {
      if (!given.signal.aborted) return this.#waitAfter(error)
      if (given.signal.reason === TOO_LATE) this.#tell('unreachable')
      return 0
    }
  }

  #waitAfter(error: unknown): number | undefined {
    if (!(error instanceof ApiError)) throw error
    if (!error.passing && !asksToWait.has(error.code)) {
      this.end()
      return undefined
    }
    this.#tell(error.code === 'unreachable' ? 'unreachable' : 'unconfirmed')
    const longestMs =
      error.code === 'rate_limited' ? LONGEST_LIMITED_WAIT_MS : LONGEST_WISHED_WAIT_MS
    const wishedMs = Math.min((error.details.retryAfterSeconds ?? 0) * 1000, longestMs)
    this.#notBefore = performance.now() + wishedMs
    return Math.max(wishedMs, this.#backoff.nextMs())
  }

  #tell(state: StopState): void {
    if (!this.#isOver) this.#options.onState(state)
  }
}

/** Somebody has to make room, or to wait; a stop goes on asking all the same. */
const asksToWait: ReadonlySet<string> = new Set(['rate_limited', 'storage_full'])

/** A success that a proxy made up. */
const NO_ANSWER = new ApiError('unreachable', 'Could not reach the server.')

/** Whether the server itself has answered: what stands in between may answer anything. */
function isOutcome(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'outcome' in answer
}

/** The answer to one call, which is given up after {@link TRY_MS} or when it is aborted before. */
async function answerWithin(
  ask: StopAttemptOptions['ask'],
  given: AbortController,
): Promise<CancelOutcome> {
  const timer = setTimeout(() => {
    given.abort(TOO_LATE)
  }, TRY_MS)
  const isGivenUp = new Promise<never>((_resolve, reject) => {
    given.signal.addEventListener('abort', () => {
      reject(new Error('no answer came'))
    })
  })
  try {
    // The call may wait for a new session first, which hangs without hearing the signal.
    return await Promise.race([ask(given.signal), isGivenUp])
  } finally {
    clearTimeout(timer)
  }
}
