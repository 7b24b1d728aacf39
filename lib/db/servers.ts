import type { ReasonOf } from '@/lib/contract/end-reason'
import type { CancelMode } from '@/lib/contract/request'
import type { StreamChunk } from './streams'

/** How long a server counts as living after it has last said so, in milliseconds. */
export const LEASE_MS = 4_000

/** An active session, and the server that runs it. */
export type RemoteSession = {
  sessionId: string
  messageId: string
  chatId: string
  serverId: string
  /** Whether that server has its lease still. If not, the session is an orphan. */
  isLiving: boolean
}

/** How an answer is to be stopped. */
export type CancelWish = {
  reason: ReasonOf<'cancelled'>
  /** Keep no more of the text than this, in UTF-16 code units. */
  seenTextLength?: number | undefined
  mode: CancelMode
}

/** A stop that another server was asked for. */
export type CancelMark = { sessionId: string; messageId: string; wish: CancelWish }

/**
 * What servers that share a database know of one another there. Each keeps a lease, by the clock of the
 * database; the streams of a server whose lease is over are orphans.
 */
export interface ServerStore {
  /** Says that this server lives, for {@link LEASE_MS} from now. */
  renew(serverId: string): Promise<void>
  /** Says that this server has ended. */
  leave(serverId: string): Promise<void>
  /** The servers that live, but this one. */
  others(serverId: string): Promise<string[]>
  /** The session in which this person's answer streams; undefined where it does not. */
  runningOf(personId: string, messageId: string): Promise<RemoteSession | undefined>
  /** The sessions in which answers of this person stream. */
  runningOfPerson(personId: string): Promise<RemoteSession[]>
  /**
   * Leaves a stop for the server that runs this person's answer, which carries it out soon, whether it
   * hears of it otherwise or not. The first stop of a session counts. Gives the session; undefined where
   * the answer does not stream.
   */
  markCancel(
    personId: string,
    messageId: string,
    wish: CancelWish,
  ): Promise<RemoteSession | undefined>
  /** The stops that were left for sessions of this server. */
  marksFor(serverId: string): Promise<CancelMark[]>
  /** The saved text of an active session, from the chunk on in which this position of its log lies. */
  chunksFrom(sessionId: string, position: number): Promise<StreamChunk[]>
}
