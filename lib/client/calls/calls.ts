import { serverClock } from '@/lib/client/clock/server-clock'
import { ApiError, apiErrorOf } from './api-error'
import { errorOf, SessionProblems } from './session-problems'

/** How calls of the contract are made. Both throw {@link ApiError}. */
export interface Calls {
  /** The response, if it is a success. */
  ok: (path: string, init?: RequestInit) => Promise<Response>
  /** Its body. The server is ours and speaks the contract, so the type is what the contract says. */
  json: <Body>(path: string, init?: RequestInit) => Promise<Body>
}

/**
 * What came of signing in. `found`: another tab has signed in; `made`: a guest; `made anew`: another
 * guest in the place of one whose session has ended; `guest ended`: none was made, since the chats of
 * the one before are shown.
 */
export type GuestSession = 'found' | 'made' | 'made anew' | 'guest ended'

type SignIn = (page: { wasServed: boolean }) => Promise<GuestSession | void>

type CallOptions = {
  /** False where there is no session, so that a call would only be refused. */
  hasSession?: boolean
  problems?: SessionProblems
  fetch?: typeof globalThis.fetch
}

/**
 * `signIn` is called when the server knows no session, and the call is then made once more; or
 * before the first call, where it is known already that there is none.
 */
export function createCalls(signIn: SignIn, options: CallOptions = {}): Calls {
  const { fetch = globalThis.fetch, problems = new SessionProblems() } = options
  let { hasSession = true } = options
  /** A call has been answered as somebody's: what is shown is theirs. */
  let wasServed = false
  /** The guest that was made last, until a call has been answered as theirs. */
  let newGuest: symbol | undefined
  let signingIn: Promise<void> | undefined

  async function call(path: string, init: RequestInit = {}): Promise<Response> {
    refuse(init)
    if (!hasSession) await signInForAll()
    const askedAs = newGuest
    const first = await attempt(path, init)
    if (first.status !== 401) return first
    // Another call may have found out meanwhile.
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

  /** Several calls find no session at once; one of them signs in for all. */
  function signInForAll(): Promise<void> {
    signingIn ??= signIn({ wasServed })
      .then((session) => {
        if (session === 'guest ended') {
          problems.tell('guest ended')
          throw errorOf('guest ended')
        }
        hasSession = true
        newGuest = session === 'made' || session === 'made anew' ? Symbol('guest') : undefined
        if (session === 'made anew') problems.tell('guest anew')
      })
      .finally(() => {
        signingIn = undefined
      })
    return signingIn
  }

  async function attempt(path: string, init: RequestInit): Promise<Response> {
    let response: Response
    try {
      response = await fetch(path, init)
    } catch (error) {
      if (init.signal?.aborted) throw error
      throw new ApiError('unreachable', 'Could not reach the server.')
    }
    serverClock.hear(response)
    if (response.ok) {
      wasServed = true
      newGuest = undefined
      if (problems.current() === 'cookies') problems.putAway()
    }
    return response
  }

  async function ok(path: string, init?: RequestInit): Promise<Response> {
    const response = await call(path, init)
    if (!response.ok) throw await apiErrorOf(response)
    return response
  }

  return {
    ok,
    async json<Body>(path: string, init?: RequestInit) {
      const response = await ok(path, init)
      try {
        return (await response.json()) as Body
      } catch {
        throw new ApiError('unreachable', 'The server’s response was cut off.')
      }
    },
  }
}

/** A request that brings JSON. */
export function withBody(method: string, body: unknown) {
  return { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
}
