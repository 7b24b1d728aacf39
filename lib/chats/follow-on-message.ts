import type { AnswerEvent } from '@/lib/contract/event'
import type { Feed } from '@/lib/platform/feed'
import type { ChatServices } from './chat-services'
import { followMessage } from './follow-message'

/**
 * Follows an answer on for a reader who comes back with the ID of the last event they had. Undefined
 * where that was its end: an `EventSource` would come back for ever.
 */
export async function followOnMessage(
  services: ChatServices,
  personId: string,
  messageId: string,
  lastEventId: string,
): Promise<Feed<AnswerEvent> | undefined> {
  const { database, streams } = services
  const answer = await database.messages.find(personId, messageId)
  if (answer && streams.hasTold(answer, lastEventId)) return undefined
  return followMessage(services, personId, messageId, lastEventId)
}
