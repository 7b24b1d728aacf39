import { and, eq, ne } from 'drizzle-orm'
import { callsOf } from '@/lib/contract/earlier-calls'
import { statusOfEndReason } from '@/lib/contract/end-reason'
import { factsAtBeginning } from '@/lib/db/message-facts'
import { metadataOf } from '@/lib/db/message-view'
import { isAnswering, tooManyStreams } from '@/lib/db/sqlite/chats/active-sessions'
import { changedAt, findChat } from '@/lib/db/sqlite/chats/chat-rows'
import { findMessage } from '@/lib/db/sqlite/chats/message-rows'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { chats, messages } from '@/lib/db/sqlite/schema'
import type { AnswerContinuation, AnswerGoesOn } from '@/lib/db/streams'
import { takeCancelRequest } from './cancel-requests'
import { endSession } from './end-session'
import { findSession, insertSession } from './session-rows'

/** Opens a new session of an ended answer; its parts stay, and new text is added to them. */
export function beginAgain(connection: Connection, continuation: AnswerContinuation): AnswerGoesOn {
  const { ownerId, processId, messageId, model, sessionId, now, monotonicNow } = continuation
  const ended = findMessage(connection, messageId, ownerId)
  if (!ended) return { outcome: 'gone' }
  if (findSession(connection, sessionId)) return { outcome: 'session_id_taken' }
  const { chatId, parts, textLength } = ended
  if (isAnswering(connection, chatId)) return { outcome: 'chat_answering' }
  const tooMany = tooManyStreams(connection, continuation)
  if (tooMany) return tooMany
  connection
    .update(messages)
    .set({
      status: 'active',
      endReason: null,
      endedAt: null,
      error: null,
      receipt: null,
      earlierCalls: callsOf(metadataOf(ended)),
      firstTokenMs: null,
      model,
      ...factsAtBeginning(continuation),
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
    partsBefore: parts.length,
  })
  connection
    .update(chats)
    .set({ leafId: messageId, updatedAt: changedAt(now) })
    .where(eq(chats.id, chatId))
    .run()
  // Only a stop that names this session is for it: the others were for sessions before it.
  if (takeCancelRequest(connection, { ownerId, messageId, sessionId, now: monotonicNow })) {
    endSession(connection, {
      sessionId,
      messageId,
      status: statusOfEndReason.user,
      reason: 'user',
      parts,
      textLength,
      chunkCount: 0,
      cancelRequestedAt: now,
      endedAt: now,
    })
  }
  const chat = findChat(connection, ownerId, chatId)
  const answer = findMessage(connection, messageId, ownerId)
  if (!chat || !answer) throw new Error('rows just written are missing')
  return { outcome: 'started', chat, answer }
}
