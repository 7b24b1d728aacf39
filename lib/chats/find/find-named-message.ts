import { notFound } from '@/lib/chats/not-found'
import { FullstopError } from '@/lib/contract/fullstop-error'
import type { Database } from '@/lib/db/database'
import type { MessageRecord } from '@/lib/db/messages'

/** The message that a client names, or else the last one of the chat that it names. */
export async function findNamedMessage(
  { chats, messages }: Database,
  personId: string,
  chatId: string | undefined,
  messageId: string | undefined,
): Promise<MessageRecord> {
  if (chatId === undefined && messageId === undefined) {
    throw new FullstopError('bad_request', 'Give the ID of a chat or of a message.', {
      field: 'id',
    })
  }
  const chat = chatId === undefined ? undefined : await chats.find(personId, chatId)
  if (chatId !== undefined && !chat) throw notFound('chat', 'id')
  const id = messageId ?? chat?.leafId
  const named = id ? await messages.find(personId, id) : undefined
  if (!named || (chatId !== undefined && named.chatId !== chatId)) {
    throw notFound('message', 'messageId')
  }
  return named
}
