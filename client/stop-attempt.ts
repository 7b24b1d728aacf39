import { Backoff } from './backoff.ts'
import { FullstopError } from './error.ts'
import type { CancelOutcome } from './types.ts'

/** A try without an answer is given up after so many milliseconds. */
export const TRY_MS = 4_000

/** The abort reason of a try that took too long, not of one that made way for another. */
const TOO_LATE = 'no answer came in time'

/** Calls that are never answered hold connections, and a browser has only six. */
const MOST_TRIES_AT_ONCE = 2

/** The longest waits that are heeded, in milliseconds: for this server's limits, and for any other cause. */
const LONGEST_LIMITED_WAIT_MS = 60_000
const LONGEST_WISHED_WAIT_MS = 5_000

/**
 * The state of a stop that is not confirmed. `unreachable`: no answer came; `unconfirmed`: the server
 * answered, but has not carried the stop out yet.
 */
export type StopState = 'stopping' | 'unreachable' | 'unconfirmed'

/** The server's answer once nothing is left to stop. */
export type StopAnswer = Extract<CancelOutcome, { status: unknown }>

type StopAttemptOptions = {
  ask: (signal: AbortSignal) => Promise<CancelOutcome>
  onState: (state: StopState) => void
  /** Called before each try and each wait with the time when it ends, in milliseconds since 1970. */
  onBusyUntil: (time: number) => void
}

/**
 * Asks the server to stop one answer, again and again until it confirms or nothing is left to stop. A try
 * that hangs is given up, and a press sends another without waiting for that.
 */
export class StopAttempt {
  readonly #options: StopAttemptOptions
  readonly #tries = new Set<AbortController>()
  readonly #backoff = new Backoff({ shortestMs: 250, longestMs: 1_000 })
  /** Resolves with the server's answer; undefined where the server did not tell this tab. */
  readonly over: Promise<StopAnswer | undefined>
  #settle: (answer: StopAnswer | undefined) => void = () => {}
  #isOver = false
  #timer: ReturnType<typeof setTimeout> | undefined
  /** The server has asked for no try before this time of `performance.now()`. */
  #notBefore = 0

  constructor(options: StopAttemptOptions) {
    this.#options = options
    this.over = new Promise((resolve) => {
      this.#settle = resolve
    })
  }

  /** Tries at once, for a press on Stop. */
  tryNow(): void {
    if (this.#isOver) return
    clearTimeout(this.#timer)
    const [oldest] = this.#tries
    if (oldest && this.#tries.size >= MOST_TRIES_AT_ONCE) oldest.abort()
    void this.#try()
  }

  /** Tries at once unless the server has asked for a wait, for the network is back. */
  tryAgain(): void {
    if (performance.now() >= this.#notBefore) this.tryNow()
  }

  /** Called when nothing is left to stop. */
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

  /** Makes one try. Resolves with the wait before the next in milliseconds; undefined if there is none. */
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
    if (!(error instanceof FullstopError)) throw error
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

/** These refusals end once there is room or some time has passed; a stop goes on asking meanwhile. */
const asksToWait: ReadonlySet<string> = new Set(['rate_limited', 'storage_full'])

/** Stands for a success that a proxy made up. */
const NO_ANSWER = new FullstopError('unreachable', 'Could not reach the server.')

/** Whether the server itself has answered: a proxy in between may answer anything. */
export function isOutcome(answer: unknown): answer is CancelOutcome {
  return typeof answer === 'object' && answer !== null && 'outcome' in answer
}

/** The answer to one call, which is given up after {@link TRY_MS} or when aborted. */
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
