import { FullstopError } from '@/client/error'
import { Listeners } from '@/lib/client/browser/listeners'

/**
 * Why this tab has no usable session. `cookies`: the browser keeps none; `guest ended`: the guest whose
 * chats are shown is gone; `new guest`: a new guest has replaced one whose session ended.
 */
export type SessionProblem = 'cookies' | 'guest ended' | 'new guest'

const sentences: Readonly<Record<Exclude<SessionProblem, 'new guest'>, string>> = {
  cookies: 'Your browser is blocking cookies from this site.',
  'guest ended': 'Your guest session has ended.',
}

/** The problem with the session of this tab, until it is put away. Knows no React. */
export class SessionProblems {
  readonly #listeners = new Listeners()
  #current: SessionProblem | undefined

  subscribe = this.#listeners.subscribe

  current = (): SessionProblem | undefined => this.#current

  tell(problem: SessionProblem): void {
    this.#change(problem)
  }

  /** Called when the problem was read, or the session is to be tried again. */
  putAway(): void {
    this.#change(undefined)
  }

  /**
   * Why a call cannot be made; undefined where it can. While the browser keeps no cookies, calls that
   * only read are refused, since each would make a guest; changes that a person asks for are tried.
   */
  refusalOf(isReading: boolean): FullstopError | undefined {
    const problem = this.#current
    if (problem === undefined || problem === 'new guest') return undefined
    return problem === 'guest ended' || isReading ? errorOf(problem) : undefined
  }

  #change(problem: SessionProblem | undefined): void {
    // A guest who is gone does not come back.
    if (problem === this.#current || this.#current === 'guest ended') return
    this.#current = problem
    this.#listeners.tell()
  }
}

/** The error with which a call is refused. */
export function errorOf(problem: Exclude<SessionProblem, 'new guest'>): FullstopError {
  return new FullstopError('unauthenticated', sentences[problem])
}
