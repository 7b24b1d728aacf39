import { ANY_SESSION } from '@/lib/db/cancel-requests'
import type { Connection } from '@/lib/db/postgres/connection/connection'
import { cancelRequests } from '@/lib/db/postgres/schema'
import type { CancelRequestRecord } from '@/lib/db/streams'
import { callFunction } from './call-function'
import { columnsOf } from './columns-of'

/** Leaves the stop for a send that is to come; false when that is there already. */
export function requestCancel(
  connection: Connection,
  { messageId, ownerId, sessionId = ANY_SESSION }: CancelRequestRecord,
): Promise<boolean> {
  return callFunction(connection, 'request_cancel', () =>
    columnsOf(cancelRequests, { messageId, ownerId, sessionId }),
  )
}
