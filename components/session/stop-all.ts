import { ApiError } from '@/lib/client/api-error'
import type { RunningAnswer } from '@/lib/client/running-answers'
import type { Session } from './session'

/**
 * Stops every answer of the person, each as Stop does: what this tab knows of at once, then what
 * only the server does.
 */
export async function stopAll(
  { api, conversations }: Pick<Session, 'api' | 'conversations'>,
  known: readonly RunningAnswer[],
): Promise<void> {
  for (const answer of known) conversations.pressStop(answer)
  try {
    for (const stream of await api.streams()) conversations.stop(stream)
  } catch (error) {
    // Those that are known say so themselves. Asked again later, it would name what was begun since.
    if (!(error instanceof ApiError)) throw error
  }
}
