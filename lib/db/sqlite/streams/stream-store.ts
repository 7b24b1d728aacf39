import { activeSessions, activeSessionsById, isActive } from '@/lib/db/sqlite/chats/active-sessions'
import { findMessage } from '@/lib/db/sqlite/chats/message-rows'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import type { EndMark } from '@/lib/db/sqlite/file/end-mark'
import type { LogFlush } from '@/lib/db/sqlite/file/log-flush'
import type { SharedCommit } from '@/lib/db/sqlite/file/shared-commit'
import { streamSessions } from '@/lib/db/sqlite/schema'
import type { StreamStore } from '@/lib/db/streams'
import { beginAgain } from './begin-again'
import { beginAnswer } from './begin-answer'
import { requestCancel } from './cancel-requests'
import { endSession } from './end-session'
import { endedAnswers } from './ended-answers'
import { insertChunk } from './insert-chunk'
import { interruptOrphan, setOrphanAside } from './interrupt-orphan'
import { findSession } from './session-rows'

/** Lets ends and waiting stops outlive a power cut, or shows that ends were lost. */
type Durability = { log: Pick<LogFlush, 'flushed'>; mark: Pick<EndMark, 'count' | 'write'> }

export function createStreamStore(
  connection: Connection,
  { commit, durability: { log, mark } }: { commit: SharedCommit; durability: Durability },
): StreamStore {
  const immediately = { behavior: 'immediate' } as const

  return {
    async begin(start) {
      return commit(() => beginAnswer(connection, start))
    },

    async beginAgain(continuation) {
      return commit(() => beginAgain(connection, continuation))
    },

    async requestCancel(request) {
      const waits = connection.transaction(() => requestCancel(connection, request), immediately)
      await log.flushed()
      return waits
    },

    async findSession(sessionId) {
      return findSession(connection, sessionId)
    },

    async saveChunks(chunks) {
      return connection.transaction(() => {
        // A session that was deleted meanwhile must not keep the others from being saved.
        const active = activeSessions(connection, new Set(chunks.map((chunk) => chunk.sessionId)))
        for (const chunk of chunks) if (active.has(chunk.sessionId)) insertChunk(connection, chunk)
        return active
      }, immediately)
    },

    async activeAmong(sessionIds) {
      return activeSessionsById(connection, sessionIds)
    },

    async end(end) {
      const outcome = await commit(() => {
        const ended = endSession(connection, end)
        if (ended === 'won') mark.count(1)
        return ended
      })
      await log.flushed()
      mark.write()
      return outcome
    },

    async endAll(ends) {
      await commit(() => {
        const outcomes = ends.map((end) => endSession(connection, end))
        mark.count(outcomes.filter((outcome) => outcome === 'won').length)
      })
      await log.flushed()
      mark.write()
    },

    async findAnswer(messageId) {
      return findMessage(connection, messageId)
    },

    async endedSince(ownerId, time, sessionIds) {
      return endedAnswers(connection, ownerId, { since: time, sessionIds })
    },

    async orphans() {
      const active = connection
        .select({ sessionId: streamSessions.id, messageId: streamSessions.messageId })
        .from(streamSessions)
        .where(isActive)
      return connection.transaction(() => active.all(), immediately)
    },

    async orphanOf() {
      return undefined
    },

    async interruptOrphan(orphan, options) {
      return connection.transaction(() => interruptOrphan(connection, orphan, options), immediately)
    },

    async setOrphanAside(orphan, now) {
      return connection.transaction(() => setOrphanAside(connection, orphan, now), immediately)
    },
  }
}
