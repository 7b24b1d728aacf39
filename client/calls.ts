import { errorOf, FullstopError } from './error.ts'

/** How calls of the API are made. Both throw `FullstopError`, and what aborted them. */
export interface Calls {
  /** The response, if it is a success. */
  ok: (path: string, init?: RequestInit) => Promise<Response>
  /** The body of the response, which is trusted to have the API's type. */
  json: <Body>(path: string, init?: RequestInit) => Promise<Body>
}

type Fetch = typeof globalThis.fetch

export type CallOptions = {
  /** The address of the server; in a page, its own by default. */
  baseUrl?: string | undefined
  /** Without a key, a page is known by its cookie. */
  apiKey?: string | undefined
  fetch?: Fetch | undefined
}

/** Makes the calls, each of them once. */
export function createCalls({ baseUrl = '', apiKey, fetch }: CallOptions = {}): Calls {
  const base = baseUrl.replace(/\/+$/, '')
  const key = apiKey === undefined ? {} : { Authorization: `Bearer ${apiKey}` }
  return callsOver((path, init) => {
    const headers = { ...key, ...(init.headers as Record<string, string> | undefined) }
    // Looked up at each call: a program may replace it.
    return reach(fetch ?? globalThis.fetch, base + path, { ...init, headers })
  })
}

/** The calls over a way to send their requests, whose errors are passed on. */
export function callsOver(send: (path: string, init: RequestInit) => Promise<Response>): Calls {
  async function ok(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await send(path, init)
    if (!response.ok) throw await errorOf(response)
    return response
  }

  return {
    ok,
    async json<Body>(path: string, init?: RequestInit) {
      const response = await ok(path, init)
      try {
        return (await response.json()) as Body
      } catch (cause) {
        throw new FullstopError('unreachable', 'The server’s response was cut off.', { cause })
      }
    },
  }
}

/** Sends a request. Throws `unreachable` where no response came, or what aborted it. */
export async function reach(fetch: Fetch, address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init)
  } catch (cause) {
    if (init.signal?.aborted) throw cause
    throw new FullstopError('unreachable', 'Could not reach the server.', { cause })
  }
}

/** A request with a JSON body. */
export function withBody(method: string, body: unknown) {
  return { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
}
