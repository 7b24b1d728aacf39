import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import { formatCursor } from '@/lib/contract/cursor'
import type { EndReason } from '@/lib/contract/end-reason'
import type { AnswerEvent, SentPersonEvent } from '@/lib/contract/event'
import { drainingError } from '@/lib/contract/fullstop-error'
import type { Message } from '@/lib/contract/message'
import type { CancelledStreams, StreamInfo } from '@/lib/contract/stream-info'
import type { MessageRecord } from '@/lib/db/messages'
import type { TooManyStreams } from '@/lib/db/streams'
import type { Feed } from '@/lib/platform/feed'
import type { FollowerKind } from './answer/answer-source'
import { catchUp } from './end/catch-up'
import { endStream } from './end/end-stream'
import { endUnconfirmed } from './end/end-unconfirmed'
import { interruptAll } from './end/interrupt-all'
import { createJanitor, type Janitor } from './end/janitor'
import { AnswerReaders } from './read/answer-readers'
import { followersOf, listStreams } from './read/list-streams'
import { joinOthers } from './remote/join-others'
import type { RemoteStreams } from './remote/remote-streams'
import { hearChanges } from './run/hear-changes'
import type { Cancellation, OpeningStream, StreamOpening, StreamStart } from './run/opening-stream'
import { pump } from './run/pump'
import { RunningStream, type StreamObserver } from './run/running-stream'
import { endFactsOf, idsOf } from './run/stream-facts'
import { endOf } from './run/stream-state'
import { StreamTable, type StreamSelection } from './run/stream-table'
import { WriteBehind } from './run/write-behind'
import { beginWithRoom } from './stop/begin-with-room'
import { cancelForOther } from './stop/cancel-for-other'
import { finishSentence } from './stop/finish-sentence'
import { openWithRoom } from './stop/open-with-room'
import { cancelAnywhere, cancelSelected, type Streams } from './stop/stop-anywhere'
import { stop } from './stop/stop-streams'
import type { StreamManagerOptions } from './stream-manager-options'

export type { Cancellation, OpeningStream, StreamOpening } from './run/opening-stream'
export type { StreamManagerOptions } from './stream-manager-options'
export type { StreamSelection } from './run/stream-table'

/**
 * Every stream of this process, and the only door to them: open, start, follow, cancel, cancel all,
 * shut down. It checks no permissions: its callers have done that.
 */
export class StreamManager {
  readonly #options: StreamManagerOptions
  readonly #table = new StreamTable()
  readonly #readers: AnswerReaders
  /** The streams of other servers; undefined where the database has one server at a time. */
  readonly remote: RemoteStreams | undefined
  readonly #writeBehind: WriteBehind
  readonly #janitor: Janitor
  readonly #observer: StreamObserver
  #shuttingDown = false

  constructor(options: StreamManagerOptions) {
    const { clock, log, flushMs, limits } = options
    this.#options = options
    const mayBeUnheard = () => options.bus.isDeaf || options.othersAreDeaf?.() === true
    this.remote = joinOthers(this.#table, options, mayBeUnheard, (session, mark) =>
      cancelForOther(this, this.#table, session, mark),
    )
    this.#readers = new AnswerReaders(this.#table, { ...options, remote: this.remote })
    hearChanges(options.bus, this.#table)
    this.#writeBehind = new WriteBehind(options.database.streams, {
      clock,
      log,
      intervalMs: flushMs,
    })
    this.#janitor = createJanitor({
      clock,
      limits,
      streams: this.#table.running,
      mayBeUnheard: () => this.remote !== undefined && mayBeUnheard(),
    })
    this.#observer = {
      onText: (stream) => {
        this.#writeBehind.add(stream)
      },
      onLeft: (stream) => {
        this.#janitor.judge(stream)
      },
      onEnding: (stream) => void this.#end(stream),
    }
  }

  /** The longest text, and the longest reasoning, of an answer, in UTF-16 code units. */
  get maxCharacters(): number {
    return this.#options.maxCharacters
  }

  /** How long an answer that is left goes on, in milliseconds; a sender may ask for less, not more. */
  get graceMs(): number {
    return this.#options.limits.graceMs
  }

  get activeCount(): number {
    return this.#table.running.size
  }

  isActive(messageId: string): boolean {
    return this.#table.running.has(messageId)
  }

  /**
   * The session in which this person's answer runs or opens, and why it ends once that is decided.
   * An opening session is returned only if `sessionId` names it, or is not given.
   */
  running(
    personId: string,
    messageId: string,
    sessionId?: string,
  ): { sessionId: string; endReason: EndReason | undefined } | undefined {
    return this.#table.sessionOf(personId, messageId, sessionId)
  }

  /** The running streams of a person, on every server. */
  async list(personId: string): Promise<StreamInfo[]> {
    return listStreams(this.#streams, personId)
  }

  /** Resolves once this answer, if it runs here, is saved as it ended. */
  async settled(messageId: string): Promise<void> {
    await this.#table.running.get(messageId)?.settled
  }

  /** How many readers follow this answer of a person now; another server with readers counts as one. */
  async followersOf(personId: string, messageId: string): Promise<number> {
    return followersOf(this.#streams, personId, messageId)
  }

  /**
   * Takes a place for a stream before its row is written; the caller then starts or withdraws it.
   * With `cancel_oldest`, the person's oldest stream ends if that is needed to make room. Throws
   * `draining` and `too_many_streams`.
   */
  async open(wanted: StreamOpening): Promise<OpeningStream> {
    if (this.#shuttingDown) throw drainingError()
    return openWithRoom(this.#table, wanted, this.#options)
  }

  /**
   * Writes the row of an opened stream by `write`, for a person who may have `most` on all servers together.
   * With `cancel_oldest`, the person's oldest one ends where these are too many. Throws `too_many_streams`.
   */
  async begin<Begun extends object>(
    personId: string,
    write: (most: number) => Promise<Begun | TooManyStreams>,
  ): Promise<Begun> {
    const { capacity, overflow } = this.#options
    const most = capacity.perPerson
    const cancel = (id: string) => this.cancel(personId, id, { reason: 'capacity' })
    const cancelOldest = overflow === 'cancel_oldest' ? cancel : undefined
    return beginWithRoom(() => write(most), { most, cancelOldest })
  }

  /** Gives up an opening and its place; does nothing after `start`. */
  withdraw(opening: OpeningStream): void {
    this.#table.settle(opening, undefined)
  }

  /**
   * Runs an opened stream whose row is now written: reads its provider, or ends it if a stop or a
   * shutdown came meanwhile. Returns at once, with the cursor at which the session begins.
   */
  start(opening: OpeningStream, { answer, openProvider, ...facts }: StreamStart): string {
    const { clock, log, bus, maxCharacters } = this.#options
    const { id: messageId, sessionId } = answer
    if (sessionId !== opening.sessionId || this.isActive(messageId)) {
      throw new Error('a stream needs a session of its own')
    }
    const { sender, cancellation, keepGoing = facts.keepGoing } = opening
    const stream = new RunningStream(
      { ...answer, sessionId, ownerId: sender.id },
      { clock, ...facts, sender, keepGoing, maxCharacters, observer: this.#observer },
    )
    this.#table.settle(opening, stream)
    log.info({ ...idsOf(stream), model: answer.model }, 'stream started')
    bus.publish(stream.personId, { type: 'stream-started', messageId })
    if (this.#shuttingDown) stream.dispatch({ type: 'shutdown-began', at: clock.monotonic() })
    else if (cancellation) stop(stream, cancellation, clock)
    else stream.providerClosed = pump(stream, openProvider, { clock, log })
    this.#janitor.watch()
    return formatCursor({ sessionId, position: stream.startPosition })
  }

  /** Whether a reader who is at this cursor has been told how the answer ended. */
  hasTold(record: MessageRecord, cursor: string): boolean {
    return this.#readers.hasTold(record, cursor)
  }

  /**
   * Follows an answer, after the cursor `after` if there is one. The caller has checked who owns the
   * record; an ended answer is replayed from it. Throws `bad_request` on a malformed cursor.
   */
  async follow(
    record: MessageRecord,
    after?: string,
    kind: FollowerKind = 'other',
  ): Promise<Feed<AnswerEvent>> {
    return this.#readers.follow(record, after, kind)
  }

  /** Follows everything of a person; with `lastEventId`, also what happened since that event. */
  async followPerson(personId: string, lastEventId?: string): Promise<Feed<SentPersonEvent>> {
    return this.#readers.followPerson(personId, lastEventId)
  }

  /** The cursor after the first `partCount` parts of an answer, in its latest session. */
  cursorAfter(record: MessageRecord, partCount: number): string {
    return this.#readers.cursorAfter(record, partCount)
  }

  /** The message so far of an answer that runs here, and the cursor that continues it, in one step. */
  snapshot(messageId: string): Message | undefined {
    return this.#readers.snapshot(messageId)
  }

  /** The same of an answer that runs on any server; undefined once it has ended. */
  async snapshotAnywhere(record: MessageRecord): Promise<Message | undefined> {
    return this.#readers.snapshotAnywhere(record)
  }

  /**
   * Ends a person's stream as cancelled and answers when its provider is closed and its text is saved.
   * Undefined when no such stream runs or begins.
   */
  async cancel(
    personId: string,
    messageId: string,
    cancellation: Cancellation,
  ): Promise<CancelOutcome | undefined> {
    return cancelAnywhere(this.#streams, personId, messageId, cancellation)
  }

  /** Lets a stream end with its sentence; undefined when no such stream is active here. */
  finishSentence(messageId: string): CancelOutcome | undefined {
    const stream = this.#table.running.get(messageId)
    const finishing = stream && finishSentence(stream, this.#options.clock)
    if (finishing) this.#janitor.judge(stream)
    return finishing
  }

  /** The selected messages that stream here, or are followed here: they can be stopped at once. */
  messagesHere(selection: StreamSelection): ReadonlySet<string> {
    const followed = this.remote?.followed(selection) ?? []
    return new Set([
      ...this.#table.messagesOf(selection),
      ...followed.map(({ messageId }) => messageId),
    ])
  }

  /** Cancels every selected stream before it waits for any of them: those here in this step. */
  async cancelAll(
    selection: StreamSelection,
    reason: Cancellation['reason'],
  ): Promise<CancelledStreams> {
    return cancelSelected(this.#streams, selection, reason)
  }

  /** Sets whether the answers of a chat go on when nobody follows them, on whichever server they run. */
  keepGoing(chatId: string, keepGoing: boolean): void {
    this.#options.bus.broadcast({ type: 'keep-going-changed', chatId, keepGoing })
  }

  /** Brings the streams up to what the database has: some ended, moved or began without news of it. */
  async catchUp(): Promise<void> {
    await catchUp(this.#table.running, this.#options)
    await endUnconfirmed(this.#table, this.#options)
  }

  /** The followers are about to be sent to other servers, and may take some seconds to follow from there. */
  sendFollowersOn(): void {
    for (const stream of this.#table.running.values())
      stream.dispatch({ type: 'followers-sent-on' })
    this.remote?.sendReadersOn()
  }

  /** Resolves once no stream runs or begins here. */
  async idle(): Promise<void> {
    await this.#table.idle()
  }

  /**
   * Starts no more streams and interrupts every one; resolves once all are saved, or at the deadline. With
   * `atOnce` their ends are written first, with what is known of them.
   */
  async shutdown(deadlineMs: number, { atOnce = false } = {}): Promise<void> {
    this.#shuttingDown = true
    await interruptAll(this.#table, this.#options, { deadlineMs, atOnce })
    this.#readers.finish()
    this.#janitor.stop()
    this.remote?.close()
  }

  get #streams(): Streams {
    return { table: this.#table, clock: this.#options.clock, remote: this.remote }
  }

  async #end(stream: RunningStream): Promise<void> {
    const end = endOf(stream.state)
    if (!end) return
    // The write-behind goes on until the end is saved, so that a crash in between loses no text.
    await endStream(stream, end, this.#options)
    this.#writeBehind.forget(stream)
    this.#table.remove(stream)
    this.#options.log.info(endFactsOf(stream), 'stream ended')
    this.#options.onEnded(stream.record, stream.sender)
  }
}
