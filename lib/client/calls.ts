import { ApiError, apiErrorOf } from './api-error'

/** How calls of the contract are made. Both throw {@link ApiError}. */
export interface Calls {
  /** The response, if it is a success. */
  ok: (path: string, init?: RequestInit) => Promise<Response>
  /** Its body. The server is ours and speaks the contract, so the type is what the contract says. */
  json: <Body>(path: string, init?: RequestInit) => Promise<Body>
}

type CallOptions = {
  /** False where there is no session, so that a call would only be refused. */
  hasSession?: boolean
  fetch?: typeof globalThis.fetch
}

/**
 * `signIn` is called when the server knows no session, and the call is then made once more; or
 * before the first call, where it is known already that there is none.
 */
export function createCalls(signIn: () => Promise<void>, options: CallOptions = {}): Calls {
  const { fetch = globalThis.fetch } = options
  let { hasSession = true } = options
  let signingIn: Promise<void> | undefined

  async function call(path: string, init: RequestInit = {}): Promise<Response> {
    if (!hasSession) await signInForAll()
    const first = await attempt(path, init)
    if (first.status !== 401) return first
    await signInForAll()
    return attempt(path, init)
  }

  /** Several calls find no session at once; one of them signs in for all. */
  function signInForAll(): Promise<void> {
    signingIn ??= signIn()
      .then(() => {
        hasSession = true
      })
      .finally(() => {
        signingIn = undefined
      })
    return signingIn
  }

  async function attempt(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(path, init)
    } catch (error) {
      if (init.signal?.aborted) throw error
      throw new ApiError('unreachable', 'The server could not be reached.')
    }
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
        throw new ApiError('unreachable', 'The answer of the server broke off.')
      }
    },
  }
}

/** A request that brings JSON. */
export function withBody(method: string, body: unknown) {
  return { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
}
