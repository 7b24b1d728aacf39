import type { CancelMark } from '@/lib/contract/cancel-mark'
import type { RunningSession, ServerStore } from '@/lib/db/servers'
import type { Orphan, StreamChunk } from '@/lib/db/streams'
import type { TestDatabase } from '@/lib/db/testing/test-database'

type MarkedRow = { sessionId: string; messageId: string; serverId: string; mark: string | null }

const MARKED = `
  SELECT id AS sessionId, message_id AS messageId, process_id AS serverId, cancel_mark AS mark
  FROM stream_sessions WHERE status = 'active'`

const NAMED = "message_id = ? AND owner_id = ? AND ? IN (id, '')"

/** A stop at once replaces one that waits for the sentence. */
const STRONGER = `CASE
  WHEN cancel_mark IS NULL THEN ?
  WHEN cancel_mark ->> 'mode' = 'sentence' THEN ?
  ELSE cancel_mark
END`

/**
 * What servers know of one another, over the database of a test: several servers in one process then share
 * a clock that the test moves. Nobody dies.
 */
export function serversOfTest({ sql }: Pick<TestDatabase, 'sql'>): ServerStore {
  const running = (condition: string, value: string) =>
    sql<RunningSession>(
      `SELECT session.id AS sessionId, session.message_id AS messageId, session.chat_id AS chatId,
         message.parent_id AS questionId, session.process_id AS serverId, session.model AS model,
         session.started_at AS startedAt
       FROM stream_sessions AS session JOIN messages AS message ON message.id = session.message_id
       WHERE session.status = 'active' AND ${condition} = ?`,
      value,
    )
  return {
    renew: async () => ({ othersAreDeaf: false }),
    async leave() {},
    earlier: async () => [],
    others: async () => 0,
    runningOf: async (messageId) => (await running('session.message_id', messageId))[0],
    runningOfPerson: (ownerId) => running('session.owner_id', ownerId),

    async markCancel({ ownerId, messageId, sessionId = '' }, mark) {
      const text = JSON.stringify(mark)
      // Both in this step, as one statement of a database.
      const marking = [
        sql<MarkedRow>(`${MARKED} AND ${NAMED}`, messageId, ownerId, sessionId),
        sql(
          `UPDATE stream_sessions SET cancel_mark = ${STRONGER} WHERE ${NAMED}`,
          text,
          text,
          messageId,
          ownerId,
          sessionId,
        ),
      ] as const
      const [[row]] = await Promise.all(marking)
      return row && { sessionId: row.sessionId, serverId: row.serverId }
    },

    async stopOf(sessionId) {
      const [row] = await sql<{ requestId: string | null }>(
        'SELECT cancel_request_id AS requestId FROM stream_sessions WHERE id = ?',
        sessionId,
      )
      return row?.requestId ?? undefined
    },

    sessionsOf: (serverId) =>
      sql<Orphan>(
        `SELECT id AS sessionId, message_id AS messageId FROM stream_sessions
         WHERE status = 'active' AND process_id = ?`,
        serverId,
      ),

    async marksFor(serverId) {
      const marked = await sql<MarkedRow>(`${MARKED} AND process_id = ?`, serverId)
      return marked.flatMap(({ sessionId, messageId, mark }) =>
        mark === null ? [] : [{ sessionId, messageId, mark: markIn(mark) }],
      )
    },

    chunksFrom: (sessionId, position) =>
      sql<StreamChunk>(
        `SELECT session_id AS sessionId, position, part, kind, text FROM stream_chunks
         WHERE session_id = ? AND position + length(text) > ? ORDER BY position`,
        sessionId,
        position,
      ),
  }
}

// What this file has written itself.
const markIn = (text: string): CancelMark => JSON.parse(text) as CancelMark
