import type { AnswerEvent } from '@/lib/contract/event'
import type { Feed } from '@/lib/platform/feed'
import type { ChatServices } from './chat-services'
import { followMessage } from './follow-message'

/** Follows the answer that a chat is streaming; undefined when there is none, or no such chat. */
export async function followChat(
  services: ChatServices,
  personId: string,
  chatId: string,
): Promise<{ messageId: string; feed: Feed<AnswerEvent> } | undefined> {
  const chat = await services.database.chats.find(personId, chatId)
  const messageId = chat?.activeMessageId
  if (!messageId) return undefined
  return { messageId, feed: await followMessage(services, personId, messageId) }
}
