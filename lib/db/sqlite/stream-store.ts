import { and, asc, desc, eq, gte, inArray, ne, or } from 'drizzle-orm'
import { statusOfEndReason } from '@/lib/contract/end-reason'
import type { MessagePart } from '@/lib/contract/message'
import { textLengthOf } from '@/lib/contract/message-text'
import type { StreamStore } from '../database'
import { messages, streamChunks, streamSessions } from '../schema'
import { activeSessions, isActive } from './active-sessions'
import { beginAgain } from './begin-again'
import { beginAnswer } from './begin-answer'
import { requestCancel } from './cancel-requests'
import type { Connection } from './connection'
import { endSession } from './end-session'
import { findMessage, withSiblings } from './message-rows'
import { preparedInsert } from './prepared'
import { findSession } from './session-rows'

const insertChunk = preparedInsert(streamChunks, ['sessionId', 'position', 'part', 'kind', 'text'])

/** Enough for a phone that was away; who missed more reads the chats again. */
const MOST_ENDED_ANSWERS = 50

export function createStreamStore(connection: Connection): StreamStore {
  const immediately = { behavior: 'immediate' } as const

  return {
    async begin(start) {
      return connection.transaction(() => beginAnswer(connection, start), immediately)
    },

    async beginAgain(continuation) {
      return connection.transaction(() => beginAgain(connection, continuation), immediately)
    },

    async requestCancel(request) {
      return connection.transaction(() => requestCancel(connection, request), immediately)
    },

    async findSession(sessionId) {
      return findSession(connection, sessionId)
    },

    async saveChunks(chunks) {
      connection.transaction(() => {
        // A session that was deleted meanwhile must not keep the others from being saved.
        const active = activeSessions(connection, new Set(chunks.map((chunk) => chunk.sessionId)))
        for (const chunk of chunks) if (active.has(chunk.sessionId)) insertChunk(connection, chunk)
      }, immediately)
    },

    async end(end) {
      return connection.transaction(() => endSession(connection, end), immediately)
    },

    async saveReceipt(messageId, receipt) {
      connection.update(messages).set({ receipt }).where(eq(messages.id, messageId)).run()
    },

    async findAnswer(messageId) {
      return findMessage(connection, messageId)
    },

    async endedSince(ownerId, time, sessionIds) {
      const rows = connection
        .select()
        .from(messages)
        .where(
          and(
            eq(messages.ownerId, ownerId),
            eq(messages.role, 'assistant'),
            ne(messages.status, 'active'),
            or(gte(messages.endedAt, time), inArray(messages.sessionId, sessionIds)),
          ),
        )
        .orderBy(desc(messages.endedAt))
        .limit(MOST_ENDED_ANSWERS)
        .all()
      return withSiblings(connection, rows.toReversed())
    },

    async interruptOrphans(now) {
      return connection.transaction(() => interruptOrphans(connection, now), immediately)
    },
  }
}

function interruptOrphans(connection: Connection, now: number): number {
  const orphans = connection.select().from(streamSessions).where(isActive).all()
  for (const { id: sessionId, messageId } of orphans) {
    const chunks = connection
      .select()
      .from(streamChunks)
      .where(eq(streamChunks.sessionId, sessionId))
      .orderBy(asc(streamChunks.position))
      .all()
    const parts = findMessage(connection, messageId)?.parts ?? []
    for (const { part, kind, text } of chunks) {
      const saved: MessagePart = (parts[part] ??= { type: kind, text: '', state: 'done' })
      saved.text += text
    }
    endSession(connection, {
      sessionId,
      messageId,
      status: statusOfEndReason.crash,
      reason: 'crash',
      parts,
      textLength: textLengthOf(parts),
      chunkCount: chunks.length,
      endedAt: now,
    })
  }
  return orphans.length
}
