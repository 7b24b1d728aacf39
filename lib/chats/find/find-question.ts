import { notFound } from '@/lib/chats/not-found'
import type { Database } from '@/lib/db/database'
import type { MessageRecord } from '@/lib/db/messages'
import { findNamedMessage } from './find-named-message'

/**
 * The question that a client means: the newest edit of the one with this ID, the one of the answer with
 * this ID, or, without an ID, the last one of the chat. Throws `bad_request`, `not_found`.
 */
export async function findQuestion(
  database: Database,
  personId: string,
  chatId: string | undefined,
  messageId: string | undefined,
): Promise<MessageRecord> {
  const { messages } = database
  const named = await findNamedMessage(database, personId, chatId, messageId)
  const question =
    named.role === 'user'
      ? await messages.findNewestEdit(personId, named.chatId, named.id)
      : named.parentId && (await messages.find(personId, named.parentId))
  if (!question) throw notFound('message', 'messageId')
  return question
}
