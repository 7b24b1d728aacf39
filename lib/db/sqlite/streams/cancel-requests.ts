import { and, eq, lt, or } from 'drizzle-orm'
import { ANY_SESSION, CANCEL_REQUEST_MS } from '@/lib/db/cancel-requests'
import type { MessageRecord } from '@/lib/db/messages'
import { findMessage } from '@/lib/db/sqlite/chats/message-rows'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { given, prepared } from '@/lib/db/sqlite/file/prepared'
import { cancelRequests } from '@/lib/db/sqlite/schema'
import type { CancelRequestRecord } from '@/lib/db/streams'
import { findSession } from './session-rows'

/** Leaves the stop for a send that is to come; false when that is there already. */
export function requestCancel(connection: Connection, request: CancelRequestRecord): boolean {
  const { messageId, ownerId, sessionId, createdAt } = request
  dropExpired(connection, createdAt)
  const message = findMessage(connection, messageId, ownerId)
  if (message && !mayGoOnAs(connection, message, sessionId)) return false
  connection
    .insert(cancelRequests)
    .values({ messageId, ownerId, sessionId: sessionId ?? ANY_SESSION, createdAt })
    .onConflictDoUpdate({
      target: [cancelRequests.messageId, cancelRequests.ownerId, cancelRequests.sessionId],
      set: { createdAt },
    })
    .run()
  return true
}

/** Whether this session is one that the answer has never had: a continue may be on its way. */
function mayGoOnAs(
  connection: Connection,
  message: MessageRecord,
  sessionId: string | undefined,
): boolean {
  if (sessionId === undefined || message.role !== 'assistant') return false
  // The rows of old sessions are deleted, but the message knows its latest one.
  return (
    message.sessionId !== sessionId && findSession(connection, sessionId)?.messageId !== message.id
  )
}

/**
 * Whether a stop waited for this session, or, where none is named, for any session of the message. The
 * stop is gone then: the caller carries it out.
 */
export function takeCancelRequest(
  connection: Connection,
  {
    now,
    sessionId,
    ...of
  }: { ownerId: string; messageId: string; sessionId?: string; now: number },
): boolean {
  dropExpired(connection, now)
  const taken =
    sessionId === undefined
      ? deleteRequests(connection).run(of)
      : deleteRequestsFor(connection).run({ ...of, sessionId })
  return taken.changes > 0
}

function dropExpired(connection: Connection, now: number): void {
  deleteBefore(connection).run({ time: now - CANCEL_REQUEST_MS })
}

const ofMessage = and(
  eq(cancelRequests.messageId, given('messageId')),
  eq(cancelRequests.ownerId, given('ownerId')),
)

const deleteRequests = prepared((connection) =>
  connection.delete(cancelRequests).where(ofMessage).prepare(),
)

const deleteRequestsFor = prepared((connection) =>
  connection
    .delete(cancelRequests)
    .where(
      and(
        ofMessage,
        or(
          eq(cancelRequests.sessionId, ANY_SESSION),
          eq(cancelRequests.sessionId, given('sessionId')),
        ),
      ),
    )
    .prepare(),
)

const deleteBefore = prepared((connection) =>
  connection
    .delete(cancelRequests)
    .where(lt(cancelRequests.createdAt, given('time')))
    .prepare(),
)
