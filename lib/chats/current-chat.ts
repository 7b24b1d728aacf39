import type { ChatRecord } from '@/lib/db/chats'
import type { ChatServices } from './chat-services'

/** A person's chat as it is now: an answer whose server is gone has ended, and is no longer its active one. */
export async function currentChat(
  { database, streams, reapAnswer }: Pick<ChatServices, 'database' | 'streams' | 'reapAnswer'>,
  personId: string,
  chatId: string,
): Promise<ChatRecord | undefined> {
  const chat = await database.chats.find(personId, chatId)
  const { activeMessageId = null } = chat ?? {}
  if (activeMessageId === null || streams.isActive(activeMessageId)) return chat
  return (await reapAnswer(activeMessageId)) ? database.chats.find(personId, chatId) : chat
}
