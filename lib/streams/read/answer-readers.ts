import type { Bus } from '@/lib/bus/bus'
import { ENDED, formatCursor, parseCursor, type Cursor } from '@/lib/contract/cursor'
import type { AnswerEvent, SentPersonEvent } from '@/lib/contract/event'
import { FullstopError } from '@/lib/contract/fullstop-error'
import type { Message } from '@/lib/contract/message'
import type { Database } from '@/lib/db/database'
import { hasEnded } from '@/lib/db/message-view'
import type { EndedMessageRecord, MessageRecord } from '@/lib/db/messages'
import type { Clock } from '@/lib/platform/clock'
import type { Feed } from '@/lib/platform/feed'
import type { Log } from '@/lib/platform/log'
import { AnswerLog } from '@/lib/streams/answer/answer-log'
import {
  sessionIdOf,
  storedAnswer,
  type AnswerSource,
  type FollowerKind,
} from '@/lib/streams/answer/answer-source'
import type { HeldAnswer, RemoteStreams } from '@/lib/streams/remote/remote-streams'
import type { StreamTable } from '@/lib/streams/run/stream-table'
import { followAnswer } from './answer-feed'
import { openPersonFeed } from './open-person-feed'
import type { PersonFeed } from './person-feed'

type Sources = {
  database: Database
  bus: Bus
  clock: Clock
  log: Log
  /** The streams of other servers, where there may be others. */
  remote: RemoteStreams | undefined
}

/** The reader's side of the streams: followers of an answer, and of everything of a person. */
export class AnswerReaders {
  readonly #table: StreamTable
  readonly #sources: Sources
  readonly #personFeeds = new Set<PersonFeed>()

  constructor(table: StreamTable, sources: Sources) {
    this.#table = table
    this.#sources = sources
  }

  /** Resolves once a record that says `active` has its stream, if it is to run here. */
  async #opened({ status, sessionId }: MessageRecord): Promise<void> {
    if (status !== 'active') return
    const { openings } = this.#table
    await [...openings].find((candidate) => candidate.sessionId === sessionId)?.opened
  }

  /**
   * Follows an answer, after the cursor `after` if there is one. The caller has checked who owns the
   * record; an ended answer is replayed from it. Throws `bad_request` on a malformed cursor.
   */
  async follow(
    record: MessageRecord,
    after: string | undefined,
    kind: FollowerKind,
  ): Promise<Feed<AnswerEvent>> {
    const cursor = after === undefined ? undefined : parseCursor(after)
    if (after !== undefined && !cursor) {
      throw new FullstopError('bad_request', 'The cursor is not valid.', { field: 'after' })
    }
    await this.#opened(record)
    const stream = this.#table.running.get(record.id)
    if (stream) return followAnswer(stream, cursor, kind)
    const held = await this.#openElsewhere(record, cursor)
    if (!held) return followAnswer(storedAnswer(await this.#endOf(record)), cursor)
    const feed = followAnswer(held.answer, cursor, kind)
    held.release()
    return feed
  }

  async #openElsewhere(record: MessageRecord, cursor?: Cursor): Promise<HeldAnswer | undefined> {
    if (hasEnded(record)) return undefined
    const isOfSession = cursor?.sessionId === record.sessionId && cursor?.position !== ENDED
    return this.#sources.remote?.open(record, isOfSession ? cursor?.position : 0)
  }

  /** Follows everything of a person; with `lastEventId`, also what happened since that event. */
  async followPerson(personId: string, lastEventId?: string): Promise<Feed<SentPersonEvent>> {
    const feed = await openPersonFeed(
      {
        ...this.#sources,
        find: (messageId) => this.#table.running.get(messageId),
        running: () => this.#table.ofPerson(personId),
        onLeave: (left) => this.#personFeeds.delete(left),
      },
      personId,
      lastEventId,
    )
    this.#personFeeds.add(feed)
    return feed
  }

  /** Whether a reader who is at this cursor has been told how the answer ended. */
  hasTold(record: MessageRecord, cursor: string): boolean {
    if (this.#table.running.has(record.id)) return false
    const read = parseCursor(cursor)
    return read?.position === ENDED && read.sessionId === sessionIdOf(record)
  }

  /** The cursor after the first `partCount` parts of an answer, in its latest session. */
  cursorAfter(record: MessageRecord, partCount: number): string {
    const position = AnswerLog.of(record.parts.slice(0, partCount)).end
    return formatCursor({ sessionId: sessionIdOf(record), position })
  }

  /** The running answer's message so far and the cursor that continues it, read in one step. */
  snapshot(messageId: string): Message | undefined {
    const stream = this.#table.running.get(messageId)
    return stream && messageSoFar(stream)
  }

  /** The same of an answer that runs on any server; undefined once it has ended. */
  async snapshotAnywhere(record: MessageRecord): Promise<Message | undefined> {
    await this.#opened(record)
    const here = this.snapshot(record.id)
    if (here) return here
    const held = await this.#openElsewhere(record)
    if (!held) return undefined
    const message = messageSoFar(held.answer)
    held.release()
    return message
  }

  /** Ends every person's feed after its reader has read the rest. */
  finish(): void {
    for (const feed of this.#personFeeds) feed.finish()
  }

  /** The record of an answer that no longer streams: one that was read while it streamed is stale. */
  async #endOf(record: MessageRecord): Promise<EndedMessageRecord> {
    const latest = hasEnded(record)
      ? record
      : await this.#sources.database.streams.findAnswer(record.id)
    if (latest && hasEnded(latest)) return latest
    throw new FullstopError('unavailable', 'This answer is not ready yet. Try again in a moment.', {
      retryAfterSeconds: 1,
    })
  }
}

function messageSoFar(answer: AnswerSource): Message {
  const { messageId: id, log } = answer
  return { id, role: 'assistant', parts: log.parts(), metadata: answer.metadata() }
}
