import { and, eq, sql } from 'drizzle-orm'
import { factsAtEnd } from '@/lib/db/message-facts'
import { searchTextOf } from '@/lib/db/postgres/chats/search-text'
import type { Connection, Transaction } from '@/lib/db/postgres/connection/connection'
import { tryAgain } from '@/lib/db/postgres/connection/try-again'
import { chats, messages, streamSessions } from '@/lib/db/postgres/schema'
import type { AnswerEnd, EndOutcome } from '@/lib/db/streams'
import { isActive } from './active-sessions'
import { callFunction, callWithin } from './call-function'
import { columnsOf } from './columns-of'

/**
 * The compare-and-set: only a session that is still active ends, so it ends exactly once. The receipt is
 * made right before the end is sent: what it says of the time it took to save leaves out the way to the
 * database and the writing there, since one round trip cannot know how long it takes itself.
 */
export function endSession(connection: Connection, end: AnswerEnd): Promise<EndOutcome> {
  const ending = endingOf(end)
  return callFunction(connection, 'end_session', () => ({ ...ending, receipt: end.receipt?.() }))
}

/** The same as a part of a transaction. */
export function endSessionWithin(
  transaction: Transaction,
  end: Omit<AnswerEnd, 'receipt'>,
): Promise<EndOutcome> {
  return callWithin(transaction, 'end_session', endingOf(end))
}

/**
 * Ends several sessions in one statement. It locks all their people first, in the order in which everybody
 * locks people, and then the sessions in the order in which saves of their chunks do.
 */
export async function endSessions(
  connection: Connection,
  ends: readonly Omit<AnswerEnd, 'receipt'>[],
): Promise<void> {
  const endings = JSON.stringify(ends.map(endingOf))
  await tryAgain(() => connection.$client.query(END_SESSIONS, [endings]))
}

const END_SESSIONS = `
  WITH ended AS MATERIALIZED (
    SELECT listed.ending, session.id, session.owner_id
    FROM json_array_elements($1) AS listed (ending)
    JOIN stream_sessions AS session ON session.id = listed.ending ->> 'id'
  ), locked AS MATERIALIZED (
    SELECT lock_person(owner_id) FROM (
      SELECT DISTINCT owner_id COLLATE "C" AS owner_id FROM ended ORDER BY owner_id
    ) AS people
  )
  SELECT end_session(ending) FROM (SELECT ending FROM ended ORDER BY id) AS ordered
  WHERE (SELECT count(*) FROM locked) > 0
`

function endingOf(end: Omit<AnswerEnd, 'receipt'>): object {
  const { sessionId, status, reason, endedAt, textLength, chunkCount } = end
  const { firstTokenAt = null, cancelRequestedAt = null, cancelRequestId = null } = end
  const { parts, error } = end
  return {
    ...columnsOf(streamSessions, {
      id: sessionId,
      status,
      endReason: reason,
      endedAt,
      textLength,
      chunkCount,
      firstTokenAt,
      cancelRequestedAt,
      cancelRequestId,
    }),
    ...columnsOf(messages, { parts, error: error ?? null, ...factsAtEnd(end) }),
    search_text: searchTextOf(parts),
  }
}

/**
 * Ends a session whose text cannot be read, in a transaction that has locked it: its chunks, and the parts
 * and the search text of the message, stay where they are. Says whether it was still active.
 */
export async function endSessionUnread(
  transaction: Transaction,
  {
    sessionId,
    status,
    reason,
    endedAt,
  }: Pick<AnswerEnd, 'sessionId' | 'status' | 'reason' | 'endedAt'>,
): Promise<boolean> {
  const end = { status, endReason: reason, endedAt }
  const [session] = await transaction
    .update(streamSessions)
    .set(end)
    .where(and(eq(streamSessions.id, sessionId), isActive))
    .returning({ chatId: streamSessions.chatId, messageId: streamSessions.messageId })
  if (!session) return false
  await transaction.update(messages).set(end).where(eq(messages.id, session.messageId))
  await transaction
    .update(chats)
    .set({ updatedAt: sql`changed_at(${chats}, ${endedAt})` })
    .where(eq(chats.id, session.chatId))
  return true
}
