import { Listeners } from '@/lib/client/browser/listeners'
import { ApiError } from './api-error'

/**
 * Why nobody can be told apart here. `cookies`: the browser keeps none; `guest ended`: the guest
 * whose chats are shown is gone; `guest anew`: somebody else since the page was opened.
 */
export type SessionProblem = 'cookies' | 'guest ended' | 'guest anew'

const sentences: Readonly<Record<Exclude<SessionProblem, 'guest anew'>, string>> = {
  cookies: 'Your browser is blocking cookies from this site.',
  'guest ended': 'Your guest session has ended.',
}

/** What is wrong with the session of this tab, until that is put away. Knows no React. */
export class SessionProblems {
  readonly #listeners = new Listeners()
  #current: SessionProblem | undefined

  subscribe = this.#listeners.subscribe

  current = (): SessionProblem | undefined => this.#current

  tell(problem: SessionProblem): void {
    this.#change(problem)
  }

  /** It was read, or is to be tried again. */
  putAway(): void {
    this.#change(undefined)
  }

  /**
   * Why a call cannot be made; undefined where it can. Calls that only read go without while the
   * browser keeps no cookies: each of them would make a guest. What somebody asks for is tried.
   */
  refusalOf(isReading: boolean): ApiError | undefined {
    const problem = this.#current
    if (problem === undefined || problem === 'guest anew') return undefined
    return problem === 'guest ended' || isReading ? errorOf(problem) : undefined
  }

  #change(problem: SessionProblem | undefined): void {
    // There is no way back to who is gone.
    if (problem === this.#current || this.#current === 'guest ended') return
    this.#current = problem
    this.#listeners.tell()
  }
}

/** What a call is refused with. */
export function errorOf(problem: Exclude<SessionProblem, 'guest anew'>): ApiError {
  return new ApiError('unauthenticated', sentences[problem])
}
