import { and, asc, desc, eq, gte, inArray, ne, or, sql } from 'drizzle-orm'
import { statusOfEndReason } from '@/lib/contract/end-reason'
import type { MessagePart } from '@/lib/contract/message'
import { textLengthOf } from '@/lib/contract/message-text'
import type { StreamChunk, StreamStore } from '../database'
import { messages, streamChunks, streamSessions } from '../schema'
import { beginAgain } from './begin-again'
import { beginAnswer } from './begin-answer'
import { requestCancel } from './cancel-requests'
import type { Connection, Transaction } from './connection'
import { endSession } from './end-session'
import { findMessage, withSiblings } from './message-rows'

/** Enough for a phone that was away; who missed more reads the chats again. */
const MOST_ENDED_ANSWERS = 50

export function createStreamStore(connection: Connection): StreamStore {
  const immediately = { behavior: 'immediate' } as const
  // Prepared once: it runs for every running stream at every tick.
  const insertChunk = connection
    .insert(streamChunks)
    .values({
      sessionId: sql.placeholder('sessionId'),
      position: sql.placeholder('position'),
      part: sql.placeholder('part'),
      kind: sql.placeholder('kind'),
      text: sql.placeholder('text'),
    })
    .prepare()

  return {
    async begin(start) {
      return connection.transaction((transaction) => beginAnswer(transaction, start), immediately)
    },

    async beginAgain(continuation) {
      return connection.transaction(
        (transaction) => beginAgain(transaction, continuation),
        immediately,
      )
    },

    async requestCancel(request) {
      return connection.transaction(
        (transaction) => requestCancel(transaction, request),
        immediately,
      )
    },

    async saveChunks(chunks) {
      connection.transaction((transaction) => {
        // A session that was deleted meanwhile must not keep the others from being saved.
        const active = activeSessions(transaction, chunks)
        for (const chunk of chunks) if (active.has(chunk.sessionId)) insertChunk.run(chunk)
      }, immediately)
    },

    async end(end) {
      return connection.transaction((transaction) => endSession(transaction, end), immediately)
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
      return connection.transaction(
        (transaction) => interruptOrphans(transaction, now),
        immediately,
      )
    },
  }
}

function activeSessions(
  transaction: Transaction,
  chunks: readonly StreamChunk[],
): ReadonlySet<string> {
  const ids = [...new Set(chunks.map((chunk) => chunk.sessionId))]
  const rows = transaction
    .select({ id: streamSessions.id })
    .from(streamSessions)
    .where(and(inArray(streamSessions.id, ids), eq(streamSessions.status, 'active')))
    .all()
  return new Set(rows.map(({ id }) => id))
}

function interruptOrphans(transaction: Transaction, now: number): number {
  const orphans = transaction
    .select()
    .from(streamSessions)
    .where(eq(streamSessions.status, 'active'))
    .all()
  for (const { id: sessionId, messageId } of orphans) {
    const chunks = transaction
      .select()
      .from(streamChunks)
      .where(eq(streamChunks.sessionId, sessionId))
      .orderBy(asc(streamChunks.position))
      .all()
    const parts = findMessage(transaction, messageId)?.parts ?? []
    for (const { part, kind, text } of chunks) {
      const saved: MessagePart = (parts[part] ??= { type: kind, text: '', state: 'done' })
      saved.text += text
    }
    endSession(transaction, {
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
