import { FullstopError } from '@/lib/contract/fullstop-error'
import type { Database, MessageRecord } from '@/lib/db/database'
import { notFound } from './not-found'

/**
 * The question that a client means: by its own ID (of an edited one, the newest edit), by that of
 * its answer, or, without an ID, the last one of the chat.
 */
export async function findQuestion(
  { chats, messages }: Database,
  personId: string,
  chatId: string | undefined,
  messageId: string | undefined,
): Promise<MessageRecord> {
  if (chatId === undefined && messageId === undefined) {
    throw new FullstopError('bad_request', 'Name a chat or a message.', { field: 'id' })
  }
  const leafId = messageId ?? (chatId && (await chats.find(personId, chatId))?.leafId) ?? undefined
  const named = leafId === undefined ? undefined : await messages.find(personId, leafId)
  if (!named || (chatId !== undefined && named.chatId !== chatId)) {
    throw messageId === undefined ? notFound('chat', 'id') : notFound('message', 'messageId')
  }
  const question =
    named.role === 'user'
      ? await messages.findNewestEdit(personId, named.chatId, named.id)
      : named.parentId && (await messages.find(personId, named.parentId))
  if (!question) throw notFound('message', 'messageId')
  return question
}
