import type { Message } from '@/lib/contract/message'
import type { ChatServices } from './chat-services'
import { currentMessage } from './current-message'
import { notFound } from './not-found'

/**
 * One message, with its text so far when it is streaming. To who owns the server it says of a failed
 * answer what is known of the call to the vendor.
 */
export async function readMessage(
  services: ChatServices,
  personId: string,
  messageId: string,
  { admin = false }: { admin?: boolean } = {},
): Promise<Message> {
  const record = await services.database.messages.find(personId, messageId)
  if (!record) throw notFound('message')
  const message = await currentMessage(services, record)
  const { metadata } = message
  if (!admin || !metadata?.error || !record.error) return message
  return { ...message, metadata: { ...metadata, error: record.error } }
}
