import { setTimeout as pause } from 'node:timers/promises'
import type { Fetch } from '../guest'

/** How long the headers of a response may take, as in the page, in milliseconds. */
const TRY_MS = 4_000

const PAUSE_MS = 150

/** How long a call is tried again. Everything is back long before. */
const PATIENCE_MS = 40_000

const EVENT_STREAM = 'text/event-stream'

const repeated = new WeakSet<Response>()

/** Whether a call was made more than once: an earlier try may have been carried out, or still be. */
export function wasRepeated(response: Response): boolean {
  return repeated.has(response)
}

/**
 * Makes a call as the page does: one that gets no answer in time, or a failure of the server, is made
 * again. Every call of the application may be. @throws the last failure when the patience is over
 */
export const patientFetch: Fetch = async (url, init) => {
  const giveUpAt = performance.now() + PATIENCE_MS
  for (let tries = 1; ; tries += 1) {
    const response = await tryOnce(url, init).catch((error: unknown) => {
      if (init.signal?.aborted || performance.now() > giveUpAt) throw error
      return undefined
    })
    if (response && (response.status < 500 || performance.now() > giveUpAt)) {
      if (tries > 1) repeated.add(response)
      return response
    }
    await response?.body?.cancel()
    await pause(PAUSE_MS, undefined, init.signal ? { signal: init.signal } : {})
  }
}

async function tryOnce(url: string, init: RequestInit): Promise<Response> {
  const late = new AbortController()
  const timer = setTimeout(() => {
    late.abort(new Error(`${url}: no answer in ${TRY_MS} ms`))
  }, TRY_MS)
  try {
    const signal = init.signal ? AbortSignal.any([init.signal, late.signal]) : late.signal
    const response = await fetch(url, { ...init, signal })
    if (response.headers.get('Content-Type')?.startsWith(EVENT_STREAM)) return response
    // A server that ends between the head and the body has not answered, either.
    const body = response.body && (await response.arrayBuffer())
    const { status, headers } = response
    return new Response(body, { status, headers })
  } finally {
    clearTimeout(timer)
  }
}
