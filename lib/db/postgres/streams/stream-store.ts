import { and, eq, inArray } from 'drizzle-orm'
import type { Connection } from '@/lib/db/postgres/connection/connection'
import { chats, streamSessions } from '@/lib/db/postgres/schema'
import type { StreamStore } from '@/lib/db/streams'
import { isActive } from './active-sessions'
import { beginAgain } from './begin-again'
import { beginAnswer } from './begin-answer'
import { requestCancel } from './cancel-requests'
import { endSession, endSessions } from './end-session'
import { endedAnswers } from './ended-answers'
import { findAnswer } from './find-answer'
import { interruptOrphan, setOrphanAside } from './interrupt-orphan'
import { orphansAmong } from './orphans'
import { saveChunks } from './save-chunks'

/** `leases` is the connection on which servers look after one another, whatever runs on the others. */
export function createStreamStore(connection: Connection, leases: Connection): StreamStore {
  return {
    begin: (start) => beginAnswer(connection, start),
    beginAgain: (continuation) => beginAgain(connection, continuation),
    requestCancel: (request) => requestCancel(connection, request),

    async findSession(sessionId) {
      const { messageId, partsBefore, endReason } = streamSessions
      const [session] = await connection
        .select({ messageId, partsBefore, endReason })
        .from(streamSessions)
        .where(eq(streamSessions.id, sessionId))
      return session
    },

    saveChunks: (chunks) => saveChunks(connection, chunks),

    async activeAmong(sessionIds) {
      const { id, chatId, ownerId } = streamSessions
      const active = await connection
        .select({ id, ownerId, keepGoing: chats.keepGoing })
        .from(streamSessions)
        .innerJoin(chats, eq(chats.id, chatId))
        .where(and(inArray(id, [...sessionIds]), isActive))
      return new Map(active.map(({ id: sessionId, ...session }) => [sessionId, session]))
    },

    end: (end) => endSession(connection, end),
    endAll: (ends) => endSessions(connection, ends),
    findAnswer: (messageId) => findAnswer(connection, messageId),

    endedSince: (ownerId, time, sessionIds) =>
      endedAnswers(connection, ownerId, { since: time, sessionIds }),

    async orphans() {
      // The lock is one that a database which cannot be written refuses.
      return orphansAmong(leases, isActive).for('key share', {
        of: streamSessions,
        // Somebody is already ending or deleting that one.
        skipLocked: true,
      })
    },

    async orphanOf(messageId) {
      const ofMessage = and(eq(streamSessions.messageId, messageId), isActive)
      const [orphan] = await orphansAmong(connection, ofMessage)
      return orphan
    },

    interruptOrphan: (orphan, options) => interruptOrphan(connection, orphan, options),
    setOrphanAside: (orphan, now) => setOrphanAside(connection, orphan, now),
  }
}
