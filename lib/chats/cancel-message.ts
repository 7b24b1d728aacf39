import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import type { CancelRequest } from '@/lib/contract/request'
import { endedAnswerOf } from '@/lib/db/message-view'
import type { ChatServices } from './chat-services'
import { notFound } from './not-found'

/**
 * Stops one answer, and no other. Safe to repeat; an answer that has ended says how. With
 * `beforeStart` a stop may come before its send, for which it then waits.
 */
export async function cancelMessage(
  { database, streams, clock }: ChatServices,
  personId: string,
  messageId: string,
  { mode = 'now', seenTextLength, beforeStart = false }: CancelRequest,
): Promise<CancelOutcome> {
  if (beforeStart) {
    const request = { messageId, ownerId: personId, createdAt: clock.now() }
    if (await database.streams.requestCancel(request)) return { outcome: 'pending', messageId }
  }
  const message = await database.messages.find(personId, messageId)
  if (message?.role !== 'assistant') throw notFound('message')
  const finishing = mode === 'sentence' ? streams.finishSentence(messageId) : undefined
  if (finishing) return finishing
  const outcome = await streams.cancel(messageId, { reason: 'user', seenTextLength })
  if (outcome) return outcome
  const ended = endedAnswerOf((await database.messages.find(personId, messageId)) ?? message)
  return ended ? { outcome: 'already_ended', ...ended } : { outcome: 'unconfirmed', messageId }
}
