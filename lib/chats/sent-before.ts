import { FullstopError } from '@/lib/contract/fullstop-error'
import { textOf } from '@/lib/contract/message-text'
import type { SendRequest } from '@/lib/contract/request'
import type { Database, MessageRecord } from '@/lib/db/database'
import type { ChatServices } from './chat-services'
import { findQuestion } from './find-question'
import type { SentAnswer } from './sent-answer'

type TurnRequest = Exclude<SendRequest, { trigger: 'continue-message' }>

/**
 * The answer that was sent for before under this ID, with the same question: who sends it again
 * attaches to it. Throws `id_conflict` when the ID is that of anything else of this person.
 */
export async function findSentBefore(
  { database }: ChatServices,
  personId: string,
  request: TurnRequest,
): Promise<MessageRecord | undefined> {
  if (request.assistantMessageId === undefined) return undefined
  const answer = await database.messages.find(personId, request.assistantMessageId)
  if (!answer) return undefined
  const sameChat = request.id === undefined || request.id === answer.chatId
  const sameQuestion = await asksTheSame(database, personId, request, answer.parentId)
  if (answer.role === 'assistant' && sameChat && sameQuestion) return answer
  throw answerIdTaken()
}

async function asksTheSame(
  database: Database,
  personId: string,
  request: TurnRequest,
  questionId: string | null,
): Promise<boolean> {
  if (request.trigger === 'regenerate-message') {
    const question = await findQuestion(database, personId, request.id, request.messageId)
    return question.id === questionId
  }
  const question =
    questionId === null ? undefined : await database.messages.find(personId, questionId)
  return question !== undefined && textOf(question.parts) === textOf(request.message.parts)
}

/**
 * The answer in the session of this ID, if that is its latest, with the cursor at which it began: a
 * continue that comes again attaches to it. Throws `id_conflict` when the ID is that of anything else.
 */
export async function findGoneOnBefore(
  { database, streams }: ChatServices,
  personId: string,
  messageId: string,
  sessionId: string | undefined,
): Promise<SentAnswer | undefined> {
  if (sessionId === undefined) return undefined
  const session = await database.streams.findSession(sessionId)
  if (!session) return undefined
  const answer = await database.messages.find(personId, messageId)
  if (answer?.sessionId !== sessionId) throw sessionIdTaken()
  return { answer, after: streams.cursorAfter(answer, session.partsBefore) }
}

export function answerIdTaken(): FullstopError {
  return new FullstopError('id_conflict', 'This answer ID is taken.', {
    field: 'assistantMessageId',
  })
}

export function sessionIdTaken(): FullstopError {
  return new FullstopError('id_conflict', 'This session ID is taken.', { field: 'sessionId' })
}
