import { chatOf } from '@/lib/db/chat-view'
import type { Database } from '@/lib/db/database'
import type { Bus } from '@/lib/streams/bus'

/** Tells all of a person's tabs and devices how one of their chats is now. */
export async function announceChat(
  { database, bus }: { database: Database; bus: Bus },
  personId: string,
  chatId: string,
): Promise<void> {
  const chat = await database.chats.find(personId, chatId)
  if (chat) bus.publish(personId, { type: 'chat-changed', chat: chatOf(chat) })
}
