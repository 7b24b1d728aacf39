import { eq } from 'drizzle-orm'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { given, prepared, preparedInsert } from '@/lib/db/sqlite/file/prepared'
import { streamSessions } from '@/lib/db/sqlite/schema'
import type { SessionRecord } from '@/lib/db/streams'

/** A session of any owner, by its ID. */
export function findSession(connection: Connection, sessionId: string): SessionRecord | undefined {
  return sessionWithId(connection).get({ sessionId })
}

export const insertSession = preparedInsert(streamSessions, [
  'id',
  'messageId',
  'chatId',
  'ownerId',
  'processId',
  'model',
  'status',
  'startedAt',
  'partsBefore',
])

const sessionWithId = prepared((connection) =>
  connection
    .select({
      messageId: streamSessions.messageId,
      partsBefore: streamSessions.partsBefore,
      endReason: streamSessions.endReason,
    })
    .from(streamSessions)
    .where(eq(streamSessions.id, given('sessionId')))
    .prepare(),
)
