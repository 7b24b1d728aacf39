import { eq } from 'drizzle-orm'
import type { SessionRecord } from '../streams'
import type { Connection } from './connection'
import { given, prepared, preparedInsert } from './prepared'
import { streamSessions } from './schema'

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
    })
    .from(streamSessions)
    .where(eq(streamSessions.id, given('sessionId')))
    .prepare(),
)
