import { notFound } from '@/lib/chats/not-found'
import type { Database } from '@/lib/db/database'
import type { MessageRecord } from '@/lib/db/messages'
import { findNamedMessage } from './find-named-message'

/** The answer with this ID, or the last one of the chat. Throws `bad_request`, `not_found`. */
export async function findAnswer(
  database: Database,
  personId: string,
  chatId: string | undefined,
  messageId: string | undefined,
): Promise<MessageRecord> {
  const named = await findNamedMessage(database, personId, chatId, messageId)
  if (named.role !== 'assistant') throw notFound('message', 'messageId')
  return named
}
