import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import type { CancelRequest } from '@/lib/contract/request'
import { endedAnswerOf } from '@/lib/db/message-view'
import type { ChatServices } from './chat-services'
import { notFound } from './not-found'

/** Stops one answer, and no other. Safe to repeat; an answer that has ended says how. */
export async function cancelMessage(
  { database, streams }: ChatServices,
  personId: string,
  messageId: string,
  { seenTextLength }: CancelRequest,
): Promise<CancelOutcome> {
  const message = await database.messages.find(personId, messageId)
  if (message?.role !== 'assistant') throw notFound('message')
  const outcome = await streams.cancel(messageId, { reason: 'user', seenTextLength })
  if (outcome) return outcome
  const ended = endedAnswerOf((await database.messages.find(personId, messageId)) ?? message)
  return ended ? { outcome: 'already_ended', ...ended } : { outcome: 'unconfirmed', messageId }
}
