import { ApiError } from '@/lib/client/calls/api-error'
import type { RunningAnswer } from '@/lib/client/stops/running-answers'
import type { Session } from './session'

/** How long what only the server knows of is waited for, in milliseconds. */
const LONGEST_WAIT_MS = 4_000

/**
 * Stops every answer of the person, each as Stop does: what this tab knows of at once, then what
 * only the server does.
 */
export async function stopAll(
  { api, conversations }: Pick<Session, 'api' | 'conversations'>,
  known: readonly RunningAnswer[],
): Promise<void> {
  for (const answer of known) conversations.pressStop(answer)
  const pressedAt = performance.now()
  try {
    const streams = await api.streams()
    // A late answer names what was begun since.
    if (performance.now() - pressedAt > LONGEST_WAIT_MS) return
    for (const stream of streams) conversations.stop(stream)
  } catch (error) {
    // Those that are known say so themselves. Asked again later, it would name what was begun since.
    if (!(error instanceof ApiError)) throw error
  }
}
