import { announceChat } from './announce-chat'
import type { ChatServices } from './chat-services'
import { notFound } from './not-found'

/** Deletes a message and all that follow from it; their streams are stopped first. */
export async function deleteMessage(
  services: ChatServices,
  personId: string,
  messageId: string,
): Promise<void> {
  const { database, streams, bus, log } = services
  // What memory knows to go with it ends before the database is asked for the rest.
  const cancelling = streams.cancelAll({ personId, messageId }, 'deleted')
  const message = await database.messages.find(personId, messageId)
  if (!message) throw notFound('message')
  const ids = await database.messages.descendantIds(personId, messageId)
  await Promise.all([cancelling, ...ids.map((id) => streams.cancel(id, { reason: 'deleted' }))])
  await database.messages.delete(personId, messageId)
  log.info({ personId, chatId: message.chatId, messageId, messages: ids.length }, 'message deleted')
  announceChat(bus, await database.chats.find(personId, message.chatId))
}
