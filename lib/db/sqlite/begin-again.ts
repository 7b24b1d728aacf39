import { and, eq, ne } from 'drizzle-orm'
import type { AnswerContinuation, ChatRecord, MessageRecord } from '../database'
import { chats, messages, streamSessions } from '../schema'
import { isAnswering } from './begin-answer'
import { findChat } from './chat-rows'
import type { Transaction } from './connection'
import { findMessage } from './message-rows'

/** Opens a new session of an ended answer; its parts stay, and what comes is added to them. */
export function beginAgain(
  transaction: Transaction,
  { ownerId, processId, messageId, model, sessionId, now }: AnswerContinuation,
): { chat: ChatRecord; answer: MessageRecord } | undefined {
  const ended = findMessage(transaction, messageId, ownerId)
  if (!ended || isAnswering(transaction, ended.chatId)) return undefined
  const { chatId } = ended
  transaction
    .update(messages)
    .set({
      status: 'active',
      endReason: null,
      endedAt: null,
      error: null,
      receipt: null,
      firstTokenMs: null,
      model,
      sessionId,
      startedAt: now,
    })
    .where(and(eq(messages.id, messageId), ne(messages.status, 'active')))
    .run()
  transaction
    .insert(streamSessions)
    .values({
      id: sessionId,
      messageId,
      chatId,
      ownerId,
      processId,
      model,
      status: 'active',
      startedAt: now,
    })
    .run()
  transaction
    .update(chats)
    .set({ leafId: messageId, updatedAt: now })
    .where(eq(chats.id, chatId))
    .run()
  const chat = findChat(transaction, ownerId, chatId)
  const answer = findMessage(transaction, messageId, ownerId)
  return chat && answer && { chat, answer }
}
