import type { ChatServices } from './chat-services'
import { deleteInSteps } from './delete-in-steps'
import { notFound } from './not-found'

/** Deletes a chat with all its messages; its streams are stopped first. */
export async function deleteChat(
  { database, streams, bus, log }: ChatServices,
  personId: string,
  chatId: string,
): Promise<void> {
  await streams.cancelAll({ personId, chatId }, 'deleted')
  await deleteInSteps(database, personId, { chatId })
  const wasThere = await database.chats.delete(personId, chatId)
  // What was sent meanwhile would stream on without a row.
  await streams.cancelAll({ personId, chatId }, 'deleted')
  if (!wasThere) throw notFound('chat')
  log.info({ personId, chatId }, 'chat deleted')
  bus.publish(personId, { type: 'chat-deleted', chatId })
}
