import type { ChatServices } from './chat-services'
import { notFound } from './not-found'

/** Deletes a chat with all its messages; its streams are stopped first. */
export async function deleteChat(
  { database, streams, bus }: ChatServices,
  personId: string,
  chatId: string,
): Promise<void> {
  await streams.cancelAll({ personId, chatId }, 'deleted')
  if (!(await database.chats.delete(personId, chatId))) throw notFound('chat')
  bus.publish(personId, { type: 'chat-deleted', chatId })
}
