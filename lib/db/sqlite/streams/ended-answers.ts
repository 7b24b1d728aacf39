import { and, desc, eq, getTableColumns, gte, ne, sql } from 'drizzle-orm'
import { MOST_ENDED_ANSWERS } from '@/lib/db/ended-answers'
import { hasEnded } from '@/lib/db/message-view'
import type { EndedMessageRecord } from '@/lib/db/messages'
import { isOf, withSiblings } from '@/lib/db/sqlite/chats/message-rows'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { given, prepared } from '@/lib/db/sqlite/file/prepared'
import { messages, streamSessions } from '@/lib/db/sqlite/schema'

/**
 * The latest answers that have ended since a time, or whose last session is one of these, oldest first.
 * Two queries, since one with an OR would read all that the person ever got.
 */
export function endedAnswers(
  connection: Connection,
  ownerId: string,
  { since, sessionIds }: { since: number; sessionIds: readonly string[] },
): EndedMessageRecord[] {
  const bySession = JSON.stringify(sessionIds)
  const rows = [
    ...endedSince(connection).all({ ownerId, since }),
    ...endedIn(connection).all({ ownerId, bySession }),
  ]
  const answers = [...new Map(rows.map((row) => [row.id, row] as const)).values()]
  const oldestFirst = answers.toSorted((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0))
  return withSiblings(connection, oldestFirst.slice(-MOST_ENDED_ANSWERS)).filter(hasEnded)
}

const isEnded = and(eq(messages.role, 'assistant'), ne(messages.status, 'active'))

const endedSince = prepared((connection) =>
  connection
    .select()
    .from(messages)
    .where(
      and(eq(messages.ownerId, given('ownerId')), gte(messages.endedAt, given('since')), isEnded),
    )
    .orderBy(desc(messages.endedAt))
    .limit(MOST_ENDED_ANSWERS)
    .prepare(),
)

const endedIn = prepared((connection) =>
  connection
    .select(getTableColumns(messages))
    .from(streamSessions)
    .innerJoin(messages, eq(messages.id, streamSessions.messageId))
    .where(
      and(
        sql`${streamSessions.id} IN (SELECT value FROM json_each(${given('bySession')}))`,
        eq(messages.sessionId, streamSessions.id),
        isOf(given('ownerId')),
        isEnded,
      ),
    )
    .prepare(),
)
