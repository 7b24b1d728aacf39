import { and, eq, sql } from 'drizzle-orm'
import type { AnswerEnd } from '../database'
import { chats, messages, streamChunks, streamSessions } from '../schema'
import { isActive } from './active-sessions'
import type { Connection } from './connection'
import { given, prepared } from './prepared'

/** Without parts, the message keeps those that it has. */
type SessionEnd = Omit<AnswerEnd, 'parts' | 'textLength'> &
  Partial<Pick<AnswerEnd, 'parts' | 'textLength'>>

/** The compare-and-set: only a session that is still active ends, and so exactly once. */
export function endSession(
  connection: Connection,
  end: SessionEnd,
  { keepChunks = false }: { keepChunks?: boolean } = {},
): boolean {
  const { sessionId, textLength = null, firstTokenAt = null, cancelRequestedAt = null } = end
  const session = closeSession(connection).get({
    ...end,
    textLength,
    firstTokenAt,
    cancelRequestedAt,
  })
  if (!session) return false
  const { chatId, startedAt } = session
  closeMessage(connection).run({
    ...end,
    textLength,
    parts: end.parts ? JSON.stringify(end.parts) : null,
    usage: end.usage ? JSON.stringify(end.usage) : null,
    error: end.error ? JSON.stringify(end.error) : null,
    firstTokenMs: firstTokenAt === null ? null : firstTokenAt - startedAt,
    thoughtMs: end.thoughtMs ?? null,
  })
  touchChat(connection).run({ chatId, endedAt: end.endedAt })
  if (!keepChunks) dropChunks(connection).run({ sessionId })
  return true
}

const closeSession = prepared((connection) =>
  connection
    .update(streamSessions)
    .set({
      status: given('status'),
      endReason: given('reason'),
      endedAt: given('endedAt'),
      textLength: sql`coalesce(${given('textLength')}, ${streamSessions.textLength})`,
      chunkCount: given('chunkCount'),
      firstTokenAt: given('firstTokenAt'),
      cancelRequestedAt: given('cancelRequestedAt'),
    })
    .where(and(eq(streamSessions.id, given('sessionId')), isActive))
    .returning({ chatId: streamSessions.chatId, startedAt: streamSessions.startedAt })
    .prepare(),
)

/** Parts, usage and the time it thought stay as they are where none are given. */
const closeMessage = prepared((connection) =>
  connection
    .update(messages)
    .set({
      status: given('status'),
      endReason: given('reason'),
      endedAt: given('endedAt'),
      textLength: sql`coalesce(${given('textLength')}, ${messages.textLength})`,
      parts: sql`coalesce(${given('parts')}, ${messages.parts})`,
      usage: sql`coalesce(${given('usage')}, ${messages.usage})`,
      error: given('error'),
      firstTokenMs: given('firstTokenMs'),
      thoughtMs: sql`coalesce(${given('thoughtMs')}, ${messages.thoughtMs})`,
    })
    .where(eq(messages.id, given('messageId')))
    .prepare(),
)

const touchChat = prepared((connection) =>
  connection
    .update(chats)
    .set({ updatedAt: given('endedAt') })
    .where(eq(chats.id, given('chatId')))
    .prepare(),
)

const dropChunks = prepared((connection) =>
  connection
    .delete(streamChunks)
    .where(eq(streamChunks.sessionId, given('sessionId')))
    .prepare(),
)
