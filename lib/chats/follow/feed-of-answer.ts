import type { ChatServices } from '@/lib/chats/chat-services'
import { notFound } from '@/lib/chats/not-found'
import type { AnswerEvent } from '@/lib/contract/event'
import type { Feed } from '@/lib/platform/feed'

/** A person's answer, from after a cursor if one is given; an ended one is replayed. Throws `not_found`. */
export async function feedOfAnswer(
  { database, streams, reapAnswer }: ChatServices,
  personId: string,
  messageId: string,
  after?: string,
): Promise<Feed<AnswerEvent>> {
  const message = await database.messages.find(personId, messageId)
  if (message?.role !== 'assistant') throw notFound('message')
  if (message.status === 'active' && !streams.isActive(messageId)) await reapAnswer(messageId)
  return streams.follow(message, after)
}
