import { Backoff } from './backoff.ts'
import { FullstopError } from './error.ts'
import { Patience } from './patience.ts'
import { TRY_MS } from './stop-attempt.ts'

/** The longest wait that a server is granted, in milliseconds. */
const LONGEST_WISH_MS = 5_000

/** Makes a call that is safe to repeat until it succeeds, as long as its failures may pass. */
export async function retry<Result>(
  call: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const patience = new Patience()
  const backoff = new Backoff({ shortestMs: 250, longestMs: 1_000 })
  for (;;) {
    const given = new AbortController()
    const timer = setTimeout(() => {
      given.abort()
    }, TRY_MS)
    try {
      return await call(given.signal)
    } catch (cause) {
      const error =
        cause instanceof FullstopError
          ? cause
          : new FullstopError('unreachable', 'The server did not answer in time.', { cause })
      if (patience.endsWith(error, true)) throw error
      const wishedMs = Math.min((error.retryAfterSeconds ?? 0) * 1_000, LONGEST_WISH_MS)
      await backoff.wait(undefined, wishedMs)
    } finally {
      clearTimeout(timer)
    }
  }
}
