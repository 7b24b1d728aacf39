import { callsOver, reach, type Calls } from '@/client/calls'
import { serverClock } from '@/lib/client/clock/server-clock'
import { errorOf, SessionProblems } from './session-problems'

/**
 * The result of signing in. `found`: another tab has signed in; `made`: a new guest; `replaced`: a guest
 * in place of one whose session has ended; `guest ended`: no guest was made, since the page shows the
 * chats of the last one.
 */
export type GuestSession = 'found' | 'made' | 'replaced' | 'guest ended'

type SignIn = (page: { wasServed: boolean }) => Promise<GuestSession | void>

type SessionOptions = {
  /** False where there is no session, so that a call would only be refused. */
  hasSession?: boolean
  problems?: SessionProblems
  fetch?: typeof globalThis.fetch
}

/** Makes the calls of a page that has a session, or is given one. Throws `FullstopError`. */
export function createSessionCalls(signIn: SignIn, options?: SessionOptions): Calls {
  return callsOver(sendWithSession(signIn, options))
}

/**
 * `signIn` is called when the server knows no session, and the refused call is then repeated once.
 * Where `hasSession` is false, it is called before the first call.
 */
function sendWithSession(
  signIn: SignIn,
  options: SessionOptions = {},
): (path: string, init: RequestInit) => Promise<Response> {
  const { fetch = globalThis.fetch, problems = new SessionProblems() } = options
  let { hasSession = true } = options
  /** Whether a call has succeeded: the page then shows that person's chats. */
  let wasServed = false
  /** The guest that was made last, until a call of theirs has succeeded. */
  let newGuest: symbol | undefined
  let signingIn: Promise<void> | undefined

  return async function call(path, init) {
    refuse(init)
    if (!hasSession) await signInForAll()
    const askedAs = newGuest
    const first = await attempt(path, init)
    if (first.status !== 401) return first
    // Another call may have met a problem meanwhile.
    refuse(init)
    if (askedAs === undefined || askedAs !== newGuest) {
      await signInForAll()
      const askedAgainAs = newGuest
      const second = await attempt(path, init)
      if (second.status !== 401 || askedAgainAs === undefined) return second
    }
    // The guest was made just now, and the browser has not kept their cookie.
    hasSession = false
    newGuest = undefined
    problems.tell('cookies')
    throw errorOf('cookies')
  }

  function refuse({ method = 'GET' }: RequestInit): void {
    const refusal = problems.refusalOf(method === 'GET')
    if (refusal) throw refusal
  }

  /** Several calls may find no session at once; the first of them signs in for all. */
  function signInForAll(): Promise<void> {
    signingIn ??= signIn({ wasServed })
      .then((session) => {
        if (session === 'guest ended') {
          problems.tell('guest ended')
          throw errorOf('guest ended')
        }
        hasSession = true
        newGuest = session === 'made' || session === 'replaced' ? Symbol('guest') : undefined
        if (session === 'replaced') problems.tell('new guest')
      })
      .finally(() => {
        signingIn = undefined
      })
    return signingIn
  }

  async function attempt(path: string, init: RequestInit): Promise<Response> {
    const response = await reach(fetch, path, init)
    serverClock.hear(response)
    if (response.ok) {
      wasServed = true
      newGuest = undefined
      if (problems.current() === 'cookies') problems.putAway()
    }
    return response
  }
}
