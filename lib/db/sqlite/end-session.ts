import { and, eq } from 'drizzle-orm'
import type { AnswerEnd } from '../database'
import { chats, messages, streamChunks, streamSessions } from '../schema'
import type { Connection } from './connection'

/** The compare-and-set: only a session that is still active ends, and so exactly once. */
export function endSession(connection: Connection, end: AnswerEnd): boolean {
  const { status, reason: endReason, endedAt, textLength, chunkCount } = end
  const session = connection
    .update(streamSessions)
    .set({
      status,
      endReason,
      endedAt,
      textLength,
      chunkCount,
      firstTokenAt: end.firstTokenAt ?? null,
      cancelRequestedAt: end.cancelRequestedAt ?? null,
    })
    .where(and(eq(streamSessions.id, end.sessionId), eq(streamSessions.status, 'active')))
    .returning({ chatId: streamSessions.chatId, startedAt: streamSessions.startedAt })
    .get()
  if (!session) return false
  connection
    .update(messages)
    .set({
      status,
      endReason,
      endedAt,
      textLength,
      parts: end.parts,
      ...(end.usage && { usage: end.usage }),
      error: end.error ?? null,
      firstTokenMs: end.firstTokenAt === undefined ? null : end.firstTokenAt - session.startedAt,
    })
    .where(eq(messages.id, end.messageId))
    .run()
  connection.update(chats).set({ updatedAt: endedAt }).where(eq(chats.id, session.chatId)).run()
  connection.delete(streamChunks).where(eq(streamChunks.sessionId, end.sessionId)).run()
  return true
}
