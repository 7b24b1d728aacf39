import { Backoff } from './backoff.ts'
import { FullstopError } from './error.ts'
import { Patience } from './patience.ts'

/** Makes a call that is safe to repeat until it succeeds, as long as its failures may pass. */
export async function retry<Result>(call: () => Promise<Result>): Promise<Result> {
  const patience = new Patience()
  const backoff = new Backoff({ shortestMs: 250, longestMs: 1_000 })
  for (;;) {
    try {
      return await call()
    } catch (error) {
      if (patience.endsWith(error, true)) throw error
      const wishedSeconds = error instanceof FullstopError ? error.retryAfterSeconds : undefined
      await backoff.wait(undefined, (wishedSeconds ?? 0) * 1_000)
    }
  }
}
