import { FullstopError } from './error.ts'
import { PATIENCE_MS } from './patience.ts'
import { StopAttempt } from './stop-attempt.ts'
import type { CancelOutcome } from './types.ts'

/**
 * Asks until the server confirms the stop, or says that it waits for the send. Resolves with `unconfirmed`
 * where that was the last word for half a minute; throws `FullstopError` where none came, or on a refusal.
 */
export async function stopAnswer(
  ask: (signal: AbortSignal) => Promise<CancelOutcome>,
): Promise<CancelOutcome> {
  let lastWord: CancelOutcome | undefined
  let failure: FullstopError | undefined
  const attempt = new StopAttempt({
    async ask(signal) {
      try {
        lastWord = await ask(signal)
      } catch (error) {
        if (error instanceof FullstopError) failure = error
        throw error
      }
      if (lastWord.outcome === 'pending') attempt.end()
      return lastWord
    },
    onState() {},
    onBusyUntil() {},
  })
  attempt.tryNow()
  const limit = setTimeout(() => {
    attempt.end()
  }, PATIENCE_MS)
  const answer = await attempt.over
  clearTimeout(limit)
  const outcome = answer ?? lastWord
  if (outcome) return outcome
  throw failure ?? new FullstopError('unreachable', 'Could not reach the server.')
}
