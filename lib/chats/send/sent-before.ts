import type { ChatServices } from '@/lib/chats/chat-services'
import { findQuestion } from '@/lib/chats/find/find-question'
import { parseCursor } from '@/lib/contract/cursor'
import { FullstopError } from '@/lib/contract/fullstop-error'
import { textOf } from '@/lib/contract/message-text'
import type { SendRequest } from '@/lib/contract/request'
import type { Database } from '@/lib/db/database'
import type { MessageRecord } from '@/lib/db/messages'
import type { SentAnswer } from './sent-answer'

/** A send that asks for an answer of its own. */
export type TurnRequest = Exclude<SendRequest, { trigger: 'continue-message' }>

/** How long after its end an answer is told again to a sender who repeats the question, in milliseconds. */
const REPLAY_MS = 60_000

/**
 * The answer that the same send had before: with this ID and question, in the session that
 * `lastEventId` names, or to the question that is `asked` already, until a minute after its end. A
 * sender who had some of it goes on after that. Throws `id_conflict` when anything else has the ID.
 */
export async function findSentBefore(
  services: ChatServices,
  personId: string,
  request: TurnRequest,
  { asked, lastEventId }: { asked: MessageRecord | undefined; lastEventId: string | undefined },
): Promise<SentAnswer | undefined> {
  const { database } = services
  const read = await findRead(services, personId, lastEventId)
  const named = await findNamed(database, personId, request)
  if (named) return { answer: named, ...(read?.id === named.id && { after: lastEventId }) }
  if (read && read.parentId === (asked ?? (await regenerated(database, personId, request)))?.id) {
    return { answer: read, after: lastEventId }
  }
  // A send that names a new ID gets a new answer: else a stop by that ID would miss it.
  if (!asked || request.assistantMessageId !== undefined) return undefined
  const answer = await findAnswerTo(services, asked)
  const isOther = request.sessionId !== undefined && request.sessionId !== answer?.sessionId
  return answer && !isOther ? { answer } : undefined
}

/** The question that is to be answered again. */
async function regenerated(
  database: Database,
  personId: string,
  request: TurnRequest,
): Promise<MessageRecord | undefined> {
  if (request.trigger !== 'regenerate-message') return undefined
  return findQuestion(database, personId, request.id, request.messageId)
}

/** The answer of this person in the session that the ID of an event names. */
async function findRead(
  { database }: ChatServices,
  personId: string,
  lastEventId: string | undefined,
): Promise<MessageRecord | undefined> {
  const sessionId = lastEventId === undefined ? undefined : parseCursor(lastEventId)?.sessionId
  const session =
    sessionId === undefined ? undefined : await database.streams.findSession(sessionId)
  return session && database.messages.find(personId, session.messageId)
}

async function findNamed(
  database: Database,
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

/** The streaming answer to a question, or else its newest one, if that has only just ended. */
async function findAnswerTo(
  { database, clock }: ChatServices,
  question: MessageRecord,
): Promise<MessageRecord | undefined> {
  const { ownerId, chatId } = question
  const { chats, messages } = database
  const activeId = (await chats.find(ownerId, chatId))?.activeMessageId
  const active = activeId ? await messages.find(ownerId, activeId) : undefined
  if (active?.parentId === question.id) return active
  const latest = await messages.findNewestAnswer(ownerId, question)
  const endedAt = latest?.endedAt ?? -Infinity
  return clock.now() - endedAt < REPLAY_MS ? latest : undefined
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
 * The answer whose latest session has this ID, with the cursor at which that session began, or at
 * which its sender was: a continue that comes again attaches to it. Throws `id_conflict` when anything
 * else has the ID.
 */
export async function findGoneOnBefore(
  { database, streams }: ChatServices,
  personId: string,
  messageId: string,
  { sessionId, lastEventId }: Record<'sessionId' | 'lastEventId', string | undefined>,
): Promise<SentAnswer | undefined> {
  if (sessionId === undefined) return undefined
  const session = await database.streams.findSession(sessionId)
  if (!session) return undefined
  const answer = await database.messages.find(personId, messageId)
  if (answer?.sessionId !== sessionId) throw sessionIdTaken()
  const hasSome = lastEventId !== undefined && parseCursor(lastEventId)?.sessionId === sessionId
  const after = hasSome ? lastEventId : streams.cursorAfter(answer, session.partsBefore)
  return { answer, after }
}

export function answerIdTaken(): FullstopError {
  return new FullstopError('id_conflict', 'This answer ID is already in use.', {
    field: 'assistantMessageId',
  })
}

export function sessionIdTaken(): FullstopError {
  return new FullstopError('id_conflict', 'This session ID is already in use.', {
    field: 'sessionId',
  })
}
