import { and, eq, ne } from 'drizzle-orm'
import type { AnswerContinuation, ChatRecord, MessageRecord } from '../database'
import { chats, messages } from '../schema'
import { isAnswering } from './active-sessions'
import { insertSession } from './begin-answer'
import { findChat } from './chat-rows'
import type { Connection } from './connection'
import { findMessage } from './message-rows'

/** Opens a new session of an ended answer; its parts stay, and what comes is added to them. */
export function beginAgain(
  connection: Connection,
  { ownerId, processId, messageId, model, leftOut, sessionId, now }: AnswerContinuation,
): { chat: ChatRecord; answer: MessageRecord } | undefined {
  const ended = findMessage(connection, messageId, ownerId)
  if (!ended || isAnswering(connection, ended.chatId)) return undefined
  const { chatId } = ended
  connection
    .update(messages)
    .set({
      status: 'active',
      endReason: null,
      endedAt: null,
      error: null,
      receipt: null,
      firstTokenMs: null,
      model,
      leftOut,
      sessionId,
      startedAt: now,
    })
    .where(and(eq(messages.id, messageId), ne(messages.status, 'active')))
    .run()
  insertSession(connection, {
    id: sessionId,
    messageId,
    chatId,
    ownerId,
    processId,
    model,
    status: 'active',
    startedAt: now,
  })
  connection
    .update(chats)
    .set({ leafId: messageId, updatedAt: now })
    .where(eq(chats.id, chatId))
    .run()
  const chat = findChat(connection, ownerId, chatId)
  const answer = findMessage(connection, messageId, ownerId)
  return chat && answer && { chat, answer }
}
