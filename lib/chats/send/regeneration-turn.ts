import type { ChatServices } from '@/lib/chats/chat-services'
import { findQuestion } from '@/lib/chats/find/find-question'
import type { SendRequest } from '@/lib/contract/request'
import type { Turn } from './start-answer'

/** Another answer to a question that is there. Throws `not_found`. */
export async function regenerationTurn(
  { database }: ChatServices,
  personId: string,
  request: Extract<SendRequest, { trigger: 'regenerate-message' }>,
): Promise<Turn> {
  const question = await findQuestion(database, personId, request.id, request.messageId)
  return {
    chatId: question.chatId,
    chat: await database.chats.find(personId, question.chatId),
    question,
    questionIsNew: false,
    answerId: request.assistantMessageId,
    sessionId: request.sessionId,
    model: request.model,
    supersede: request.options?.supersede ?? false,
    graceMs: request.options?.graceMs,
  }
}
