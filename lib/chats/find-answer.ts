import { FullstopError } from '@/lib/contract/fullstop-error'
import type { Database, MessageRecord } from '@/lib/db/database'
import { notFound } from './not-found'

/** The answer with this ID, or the last one of the chat. Throws `bad_request`, `not_found`. */
export async function findAnswer(
  { chats, messages }: Database,
  personId: string,
  chatId: string | undefined,
  messageId: string | undefined,
): Promise<MessageRecord> {
  if (chatId === undefined && messageId === undefined) {
    throw new FullstopError('bad_request', 'Name a chat or a message.', { field: 'id' })
  }
  const chat = chatId === undefined ? undefined : await chats.find(personId, chatId)
  if (chatId !== undefined && !chat) throw notFound('chat', 'id')
  const id = messageId ?? chat?.leafId
  const answer = id ? await messages.find(personId, id) : undefined
  const isInChat = chatId === undefined || answer?.chatId === chatId
  if (answer?.role !== 'assistant' || !isInChat) throw notFound('message', 'messageId')
  return answer
}
