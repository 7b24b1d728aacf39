import { and, eq, sql } from 'drizzle-orm'
import { factsAtEnd } from '@/lib/db/message-facts'
import { namesOf } from '@/lib/db/names-of'
import { isActive } from '@/lib/db/sqlite/chats/active-sessions'
import { changedAt } from '@/lib/db/sqlite/chats/chat-rows'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { given, prepared } from '@/lib/db/sqlite/file/prepared'
import { chats, messages, streamChunks, streamSessions } from '@/lib/db/sqlite/schema'
import type { AnswerEnd, EndOutcome } from '@/lib/db/streams'

/** The compare-and-set: only a session that is still active ends, so it ends exactly once. */
export function endSession(connection: Connection, end: AnswerEnd): EndOutcome {
  const { sessionId, firstTokenAt = null } = end
  const { cancelRequestedAt = null, cancelRequestId = null } = end
  const stop = { cancelRequestedAt, cancelRequestId }
  const session = closeSession(connection).get({ ...end, firstTokenAt, ...stop })
  if (!session) return isThere(connection, end) ? 'already_mine' : 'lost'
  const { chatId, startedAt } = session
  closeMessage(connection).run({
    ...end,
    parts: JSON.stringify(end.parts),
    error: end.error ? JSON.stringify(end.error) : null,
    firstTokenMs: firstTokenAt === null ? null : firstTokenAt - startedAt,
    ...Object.fromEntries(
      Object.entries(factsAtEnd(end)).map(([name, fact]) => [name, storedFact(fact)]),
    ),
  })
  touchChat(connection).run({ chatId, endedAt: end.endedAt })
  dropChunks(connection).run({ sessionId })
  if (end.receipt) {
    keepReceipt(connection).run({
      messageId: end.messageId,
      receipt: JSON.stringify(end.receipt()),
    })
  }
  return 'won'
}

function isThere(connection: Connection, { sessionId, reason, endedAt }: AnswerEnd): boolean {
  const session = endedSession(connection).get({ sessionId })
  return session?.endReason === reason && session.endedAt === endedAt
}

/**
 * Ends a session whose text cannot be read: its chunks, and the parts of the message, stay where they
 * are. The parts are not written again either, for that would index them for the search. Says whether it was
 * still active.
 */
export function endSessionUnread(
  connection: Connection,
  end: Pick<AnswerEnd, 'sessionId' | 'messageId' | 'status' | 'reason' | 'endedAt'>,
): boolean {
  const noStop = { cancelRequestedAt: null, cancelRequestId: null }
  const nothing = { textLength: 0, chunkCount: 0, firstTokenAt: null, ...noStop }
  const session = closeSession(connection).get({ ...end, ...nothing })
  if (!session) return false
  const { messageId, status, reason: endReason, endedAt } = end
  connection
    .update(messages)
    .set({ status, endReason, endedAt })
    .where(eq(messages.id, messageId))
    .run()
  touchChat(connection).run({ chatId: session.chatId, endedAt })
  return true
}

const closeSession = prepared((connection) =>
  connection
    .update(streamSessions)
    .set({
      status: given('status'),
      endReason: given('reason'),
      endedAt: given('endedAt'),
      textLength: given('textLength'),
      chunkCount: given('chunkCount'),
      firstTokenAt: given('firstTokenAt'),
      cancelRequestedAt: given('cancelRequestedAt'),
      cancelRequestId: given('cancelRequestId'),
    })
    .where(and(eq(streamSessions.id, given('sessionId')), isActive))
    .returning({ chatId: streamSessions.chatId, startedAt: streamSessions.startedAt })
    .prepare(),
)

/** A value as SQLite takes it: JSON is a text. */
function storedFact(fact: object | number | string | null): number | string | null {
  return typeof fact === 'object' && fact !== null ? JSON.stringify(fact) : fact
}

/** A fact that is not given keeps its value. */
const closeMessage = prepared((connection) =>
  connection
    .update(messages)
    .set({
      status: given('status'),
      endReason: given('reason'),
      endedAt: given('endedAt'),
      textLength: given('textLength'),
      parts: given('parts'),
      error: given('error'),
      firstTokenMs: given('firstTokenMs'),
      ...Object.fromEntries(
        namesOf(factsAtEnd({})).map((name) => [
          name,
          sql`coalesce(${given(name)}, ${messages[name]})`,
        ]),
      ),
    })
    .where(eq(messages.id, given('messageId')))
    .prepare(),
)

const endedSession = prepared((connection) =>
  connection
    .select({ endReason: streamSessions.endReason, endedAt: streamSessions.endedAt })
    .from(streamSessions)
    .where(eq(streamSessions.id, given('sessionId')))
    .prepare(),
)

const keepReceipt = prepared((connection) =>
  connection
    .update(messages)
    .set({ receipt: given('receipt') })
    .where(eq(messages.id, given('messageId')))
    .prepare(),
)

const touchChat = prepared((connection) =>
  connection
    .update(chats)
    .set({ updatedAt: changedAt(given('endedAt')) })
    .where(eq(chats.id, given('chatId')))
    .prepare(),
)

const dropChunks = prepared((connection) =>
  connection
    .delete(streamChunks)
    .where(eq(streamChunks.sessionId, given('sessionId')))
    .prepare(),
)
