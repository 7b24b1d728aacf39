import { and, eq, lt } from 'drizzle-orm'
import type { CancelRequestRecord } from '../database'
import { cancelRequests } from '../schema'
import type { Connection } from './connection'
import { findMessage } from './message-rows'
import { given, prepared } from './prepared'

/** How long a stop waits for its send, in milliseconds. */
const CANCEL_REQUEST_MS = 30_000

/** Leaves the request for the send to come; false when the person's message is there already. */
export function requestCancel(connection: Connection, request: CancelRequestRecord): boolean {
  const { messageId, ownerId, createdAt } = request
  dropExpired(connection, createdAt)
  if (findMessage(connection, messageId, ownerId)) return false
  connection
    .insert(cancelRequests)
    .values(request)
    .onConflictDoUpdate({
      target: [cancelRequests.messageId, cancelRequests.ownerId],
      set: { createdAt },
    })
    .run()
  return true
}

/** Whether a stop waited for this answer; it is carried out now, and so it is gone. */
export function takeCancelRequest(
  connection: Connection,
  ownerId: string,
  messageId: string,
  now: number,
): boolean {
  dropExpired(connection, now)
  return deleteRequest(connection).run({ messageId, ownerId }).changes > 0
}

function dropExpired(connection: Connection, now: number): void {
  deleteBefore(connection).run({ time: now - CANCEL_REQUEST_MS })
}

const deleteRequest = prepared((connection) =>
  connection
    .delete(cancelRequests)
    .where(
      and(
        eq(cancelRequests.messageId, given('messageId')),
        eq(cancelRequests.ownerId, given('ownerId')),
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
