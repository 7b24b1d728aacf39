import { FullstopError } from './error.ts'
import { PATIENCE_MS } from './patience.ts'
import { isOutcome, StopAttempt } from './stop-attempt.ts'
import type { CancelOutcome } from './types.ts'

/** The server has done all that it will be asked for: the answer ends with its sentence, or with its send. */
const lastWords: ReadonlySet<string> = new Set(['pending', 'finishing'])

/**
 * Asks until the server confirms the stop, or promises it. Resolves with `unconfirmed` where that was the last
 * word for half a minute; throws `FullstopError` where none came, or on a refusal.
 */
export async function stopAnswer(
  ask: (signal: AbortSignal) => Promise<CancelOutcome>,
): Promise<CancelOutcome> {
  let lastWord: CancelOutcome | undefined
  let failure: FullstopError | undefined
  const attempt = new StopAttempt({
    async ask(signal) {
      try {
        const outcome: unknown = await ask(signal)
        if (!isOutcome(outcome))
          throw new FullstopError('unreachable', 'Could not reach the server.')
        lastWord = outcome
      } catch (error) {
        if (error instanceof FullstopError) failure = error
        throw error
      }
      if (lastWords.has(lastWord.outcome)) attempt.end()
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
