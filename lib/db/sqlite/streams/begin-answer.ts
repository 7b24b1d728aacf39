import { and, eq, sql } from 'drizzle-orm'
import { statusOfEndReason } from '@/lib/contract/end-reason'
import { textLengthOf, textOf } from '@/lib/contract/message-text'
import { factsAtBeginning, NO_FACTS } from '@/lib/db/message-facts'
import { namesOf } from '@/lib/db/names-of'
import { isAnswering, tooManyStreams } from '@/lib/db/sqlite/chats/active-sessions'
import { changedAt, findChat } from '@/lib/db/sqlite/chats/chat-rows'
import { findMessage } from '@/lib/db/sqlite/chats/message-rows'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { given, prepared, preparedInsert } from '@/lib/db/sqlite/file/prepared'
import { chats, messages } from '@/lib/db/sqlite/schema'
import type { AnswerStart, AnswerStarted } from '@/lib/db/streams'
import { newId } from '@/lib/platform/ids'
import { takeCancelRequest } from './cancel-requests'
import { isChatGone, makeChat, ownerOfChat } from './chat-of-answer'
import { endSession } from './end-session'
import { findSession, insertSession } from './session-rows'

/** Writes the chat if it is new, the question if there is one, the empty answer and its session. */
export function beginAnswer(connection: Connection, start: AnswerStart): AnswerStarted {
  const { ownerId, now, chat, question, answer, sessionId } = start
  if (isTaken(connection, answer.id)) return { outcome: 'answer_id_taken' }
  if (findSession(connection, sessionId)) return { outcome: 'session_id_taken' }
  if (isGone(connection, start)) return { outcome: 'gone' }
  const chatOwner = ownerOfChat(connection, chat.id)
  if (chatOwner !== undefined && chatOwner !== ownerId) return { outcome: 'chat_id_taken' }
  if (isAsked(connection, start)) return { outcome: 'question_asked' }
  if (isAnswering(connection, chat.id)) return { outcome: 'chat_answering' }
  const tooMany = tooManyStreams(connection, start)
  if (tooMany) return tooMany

  if (chatOwner === undefined) makeChat(connection, start)
  const row = { chatId: chat.id, ownerId, createdAt: now }
  const questionId = question && freeQuestionId(connection, question.id, answer.id)
  if (question && questionId !== undefined) {
    insertMessage(connection, {
      ...row,
      id: questionId,
      role: 'user',
      parentId: question.parentId,
      editOf: question.editOf ?? null,
      parts: question.parts,
      textLength: textLengthOf(question.parts),
      status: 'completed',
      model: null,
      ...NO_FACTS,
      sessionId: null,
      startedAt: null,
    })
  }
  insertMessage(connection, {
    ...row,
    id: answer.id,
    role: 'assistant',
    parentId: questionId ?? answer.parentId ?? null,
    editOf: null,
    parts: [],
    textLength: 0,
    status: 'active',
    model: answer.model,
    ...factsAtBeginning(answer),
    sessionId,
    startedAt: now,
  })
  insertSession(connection, {
    id: sessionId,
    messageId: answer.id,
    chatId: chat.id,
    ownerId,
    processId: start.processId,
    model: answer.model,
    status: 'active',
    startedAt: now,
    partsBefore: 0,
  })
  if (question?.parentId === null) {
    followQuestion(connection).run({ id: chat.id, ownerId, title: chat.titleByQuestion })
  }
  setLeaf(connection).run({
    id: chat.id,
    ownerId,
    leafId: answer.id,
    now,
    model: chat.model ?? null,
  })
  const stop = {
    ownerId,
    messageId: answer.id,
    now: start.monotonicNow,
    ...(start.sessionIsNamed && { sessionId }),
  }
  if (takeCancelRequest(connection, stop)) {
    endSession(connection, {
      sessionId,
      messageId: answer.id,
      status: statusOfEndReason.user,
      reason: 'user',
      parts: [],
      textLength: 0,
      chunkCount: 0,
      cancelRequestedAt: now,
      endedAt: now,
    })
  }

  const chatRecord = findChat(connection, ownerId, chat.id)
  const answerRecord = findMessage(connection, answer.id, ownerId)
  if (!chatRecord || !answerRecord) throw new Error('rows just written are missing')
  return { outcome: 'started', chat: chatRecord, answer: answerRecord }
}

/** Whether the person, the chat or the message that the turn follows was deleted since it was made. */
function isGone(connection: Connection, start: AnswerStart): boolean {
  const { question, answer } = start
  const parentId = (question ? question.parentId : answer.parentId) ?? null
  return (parentId !== null && !isTaken(connection, parentId)) || isChatGone(connection, start)
}

/** Whether the same send came twice at once. An edit may have the ID and the text of the question it edits. */
function isAsked(connection: Connection, { ownerId, chat, question }: AnswerStart): boolean {
  if (!question || question.editOf === question.id) return false
  const known = findMessage(connection, question.id, ownerId)
  const isHere = known?.role === 'user' && known.chatId === chat.id
  return isHere && textOf(known.parts) === textOf(question.parts)
}

/** The question's own ID, or a new one where that is taken, also by its own answer. */
function freeQuestionId(connection: Connection, id: string, answerId: string): string {
  return id === answerId || isTaken(connection, id) ? newId() : id
}

function isTaken(connection: Connection, messageId: string): boolean {
  return messageWithId(connection).get({ messageId }) !== undefined
}

const messageWithId = prepared((connection) =>
  connection
    .select({ id: messages.id })
    .from(messages)
    .where(eq(messages.id, given('messageId')))
    .prepare(),
)

/** Lets the title follow a first question that is new or was edited, unless the person chose the title. */
const followQuestion = prepared((connection) =>
  connection
    .update(chats)
    .set({ title: given('title') })
    .where(
      and(
        eq(chats.id, given('id')),
        eq(chats.ownerId, given('ownerId')),
        eq(chats.titleGiven, false),
      ),
    )
    .prepare(),
)

/** The chat's model stays as it is where none is given. */
const setLeaf = prepared((connection) =>
  connection
    .update(chats)
    .set({
      leafId: given('leafId'),
      updatedAt: changedAt(given('now')),
      model: sql`coalesce(${given('model')}, ${chats.model})`,
    })
    .where(and(eq(chats.id, given('id')), eq(chats.ownerId, given('ownerId'))))
    .prepare(),
)

const insertMessage = preparedInsert(messages, [
  'id',
  'chatId',
  'ownerId',
  'parentId',
  'editOf',
  'role',
  'parts',
  'status',
  'textLength',
  'model',
  ...namesOf(NO_FACTS),
  'sessionId',
  'createdAt',
  'startedAt',
])
