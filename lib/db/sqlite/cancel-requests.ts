import { and, eq, lt } from 'drizzle-orm'
import type { CancelRequestRecord } from '../database'
import { cancelRequests } from '../schema'
import type { Transaction } from './connection'
import { findMessage } from './message-rows'

/** How long a stop waits for its send, in milliseconds. */
const CANCEL_REQUEST_MS = 30_000

/** Leaves the request for the send to come; false when the person's message is there already. */
export function requestCancel(transaction: Transaction, request: CancelRequestRecord): boolean {
  const { messageId, ownerId, createdAt } = request
  dropExpired(transaction, createdAt)
  if (findMessage(transaction, messageId, ownerId)) return false
  transaction
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
  transaction: Transaction,
  ownerId: string,
  messageId: string,
  now: number,
): boolean {
  dropExpired(transaction, now)
  const { changes } = transaction
    .delete(cancelRequests)
    .where(and(eq(cancelRequests.messageId, messageId), eq(cancelRequests.ownerId, ownerId)))
    .run()
  return changes > 0
}

function dropExpired(transaction: Transaction, now: number): void {
  transaction
    .delete(cancelRequests)
    .where(lt(cancelRequests.createdAt, now - CANCEL_REQUEST_MS))
    .run()
}
