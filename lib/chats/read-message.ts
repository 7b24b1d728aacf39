import type { Message } from '@/lib/contract/message'
import type { ChatServices } from './chat-services'
import { currentMessage } from './current-message'
import { notFound } from './not-found'

/** One message, with its text so far when it is streaming. */
export async function readMessage(
  services: ChatServices,
  personId: string,
  messageId: string,
): Promise<Message> {
  const record = await services.database.messages.find(personId, messageId)
  if (!record) throw notFound('message')
  return currentMessage(services, record)
}
