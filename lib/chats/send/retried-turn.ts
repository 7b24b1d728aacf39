import { textOf } from '@/lib/contract/message-text'
import type { SendRequest } from '@/lib/contract/request'
import type { Database } from '@/lib/db/database'
import type { MessageRecord } from '@/lib/db/messages'

type Regeneration = Extract<SendRequest, { trigger: 'regenerate-message' }>
type Submission = Extract<SendRequest, { trigger: 'submit-message' }>

/**
 * The request of a client that asks for another answer without naming a question. The stock client
 * retries a failed send in this way: then the last question that it shows was never sent, or never
 * edited to this text, and is sent now.
 */
export async function retriedTurn(
  database: Database,
  personId: string,
  request: Regeneration,
): Promise<Regeneration | Submission> {
  const { id: chatId, messageId, message: shown } = request
  if (chatId === undefined || messageId !== undefined || !shown) return request
  const named =
    shown.id === undefined
      ? undefined
      : await database.messages.findNewestEdit(personId, chatId, shown.id)
  const question = named ?? (await lastQuestion(database, personId, chatId))
  if (question && textOf(question.parts) === textOf(shown.parts)) {
    return { ...request, messageId: question.id }
  }
  const trigger = 'submit-message'
  return { ...request, trigger, message: shown, ...(named && { messageId: named.id }) }
}

async function lastQuestion(
  { chats, messages }: Database,
  personId: string,
  chatId: string,
): Promise<MessageRecord | undefined> {
  const leafId = (await chats.find(personId, chatId))?.leafId
  const leaf = leafId ? await messages.find(personId, leafId) : undefined
  if (leaf?.role !== 'assistant') return leaf
  return leaf.parentId === null ? undefined : messages.find(personId, leaf.parentId)
}
