import { and, eq } from 'drizzle-orm'
import { statusOfEndReason } from '@/lib/contract/end-reason'
import { textLengthOf } from '@/lib/contract/message-text'
import { newId } from '@/lib/platform/ids'
import type { AnswerStart, AnswerStarted } from '../database'
import { chats, messages, streamSessions } from '../schema'
import { takeCancelRequest } from './cancel-requests'
import { findChat } from './chat-rows'
import type { Transaction } from './connection'
import { endSession } from './end-session'
import { findMessage } from './message-rows'

/** Writes the chat if it is new, the question if there is one, the empty answer and its session. */
export function beginAnswer(transaction: Transaction, start: AnswerStart): AnswerStarted {
  const { ownerId, now, chat, question, answer, sessionId } = start
  if (isTaken(transaction, answer.id)) return { outcome: 'answer_id_taken' }
  if (!hasChat(transaction, start)) return { outcome: 'chat_id_taken' }
  if (isAnswering(transaction, chat.id)) return { outcome: 'chat_answering' }

  const row = { chatId: chat.id, ownerId, createdAt: now }
  const questionId = question && freeQuestionId(transaction, question.id, answer.id)
  if (question && questionId !== undefined) {
    transaction
      .insert(messages)
      .values({
        ...row,
        id: questionId,
        role: 'user',
        parentId: question.parentId,
        editOf: question.editOf ?? null,
        parts: question.parts,
        textLength: textLengthOf(question.parts),
        status: 'completed',
      })
      .run()
  }
  transaction
    .insert(messages)
    .values({
      ...row,
      id: answer.id,
      role: 'assistant',
      parentId: questionId ?? answer.parentId ?? null,
      parts: [],
      textLength: 0,
      status: 'active',
      model: answer.model,
      sessionId,
      startedAt: now,
    })
    .run()
  transaction
    .insert(streamSessions)
    .values({
      id: sessionId,
      messageId: answer.id,
      chatId: chat.id,
      ownerId,
      processId: start.processId,
      model: answer.model,
      status: 'active',
      startedAt: now,
    })
    .run()
  transaction
    .update(chats)
    .set({ leafId: answer.id, updatedAt: now, ...(chat.model && { model: chat.model }) })
    .where(and(eq(chats.id, chat.id), eq(chats.ownerId, ownerId)))
    .run()
  if (takeCancelRequest(transaction, ownerId, answer.id, now)) {
    endSession(transaction, {
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

  const chatRecord = findChat(transaction, ownerId, chat.id)
  const answerRecord = findMessage(transaction, answer.id, ownerId)
  if (!chatRecord || !answerRecord) throw new Error('rows just written are missing')
  return { outcome: 'started', chat: chatRecord, answer: answerRecord }
}

/** The question's own ID, or a new one where that is taken, be it by its answer. */
function freeQuestionId(transaction: Transaction, id: string, answerId: string): string {
  return id === answerId || isTaken(transaction, id) ? newId() : id
}

function isTaken(transaction: Transaction, messageId: string): boolean {
  const taken = transaction
    .select({ id: messages.id })
    .from(messages)
    .where(eq(messages.id, messageId))
    .get()
  return taken !== undefined
}

/** Finds or makes the chat; false when its ID is somebody else's. */
function hasChat(transaction: Transaction, { ownerId, chat, now }: AnswerStart): boolean {
  transaction
    .insert(chats)
    .values({
      id: chat.id,
      ownerId,
      title: chat.titleIfNew,
      settings: {},
      createdAt: now,
      updatedAt: now,
    })
    .onConflictDoNothing()
    .run()
  const own = transaction
    .select({ id: chats.id })
    .from(chats)
    .where(and(eq(chats.id, chat.id), eq(chats.ownerId, ownerId)))
    .get()
  return own !== undefined
}

/** Whether a stream of this chat is active. */
export function isAnswering(transaction: Transaction, chatId: string): boolean {
  const active = transaction
    .select({ id: streamSessions.id })
    .from(streamSessions)
    .where(and(eq(streamSessions.chatId, chatId), eq(streamSessions.status, 'active')))
    .get()
  return active !== undefined
}
