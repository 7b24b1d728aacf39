import { FullstopError } from '@/client/error'
import type { RunningAnswer } from '@/lib/client/stops/running-answers'
import type { Session } from './session'

/** The longest wait for the answers that only the server knows, in milliseconds. */
const LONGEST_WAIT_MS = 4_000

/**
 * Stops every answer of the person, each as Stop does: those that this tab knows at once, then those
 * that only the server knows.
 */
export async function stopAll(
  { api, conversations }: Pick<Session, 'api' | 'conversations'>,
  known: readonly RunningAnswer[],
): Promise<void> {
  for (const answer of known) conversations.pressStop(answer)
  const pressedAt = performance.now()
  try {
    const streams = await api.streams()
    // A late list also names answers that were begun since.
    if (performance.now() - pressedAt > LONGEST_WAIT_MS) return
    for (const stream of streams) conversations.stop(stream)
  } catch (error) {
    // The known answers show the failure themselves. A later list would also name answers begun since.
    if (!(error instanceof FullstopError)) throw error
  }
}
