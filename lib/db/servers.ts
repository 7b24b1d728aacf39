import type { CancelMark } from '@/lib/contract/cancel-mark'
import type { Orphan, StreamChunk } from './streams'

/** How long a server counts as living after it has last said so, in milliseconds. */
export const LEASE_MS = 4_000

/** An active session, and the server that runs it. Times are milliseconds since the epoch. */
export type RunningSession = {
  sessionId: string
  messageId: string
  chatId: string
  questionId: string | null
  serverId: string
  model: string
  startedAt: number
}

/** A session that is marked to be stopped. */
export type MarkedSession = { sessionId: string; serverId: string }

/** What a server says of itself with its lease. */
export type ServerState = {
  /** It takes nothing new any more. */
  draining: boolean
  /** It does not hear the others, which then may not hear it. */
  deaf: boolean
}

/**
 * The servers that share a database. Each keeps a lease, by the clock of the database; the streams of a
 * server whose lease is over are orphans.
 */
export interface ServerStore {
  /** Says that this server lives, for {@link LEASE_MS} from now, and how; tells the same of the others. */
  renew(serverId: string, state: ServerState): Promise<{ othersAreDeaf: boolean }>
  /** Says that this server has ended. */
  leave(serverId: string): Promise<void>
  /** The living servers that came before this one, which has a lease: of two, one is always the earlier. */
  earlier(serverId: string): Promise<string[]>
  /** The active session of this message, of any owner. */
  runningOf(messageId: string): Promise<RunningSession | undefined>
  /** The active sessions of this person. */
  runningOfPerson(ownerId: string): Promise<RunningSession[]>
  /**
   * Marks the active session of a person's message, or the one that is named, to be stopped. A mark stays
   * until the session ends; only a stop at once replaces one that waits for the sentence. Undefined where
   * no such session is active.
   */
  markCancel(
    answer: { ownerId: string; messageId: string; sessionId?: string | undefined },
    mark: CancelMark,
  ): Promise<MarkedSession | undefined>
  /** The `requestId` of the stop by another server that has ended this session, if one has. */
  stopOf(sessionId: string): Promise<string | undefined>
  /** The active sessions that this server runs, or has begun without hearing of it. */
  sessionsOf(serverId: string): Promise<Orphan[]>
  /** The marks of the active sessions that this server runs. */
  marksFor(serverId: string): Promise<{ sessionId: string; messageId: string; mark: CancelMark }[]>
  /** The saved text of a session that is not wholly before `position` of the answer's log, in its order. */
  chunksFrom(sessionId: string, position: number): Promise<StreamChunk[]>
  /** How many other servers live and take new calls. */
  others(serverId: string): Promise<number>
}
