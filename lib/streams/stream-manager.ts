import type { Purse } from '@/lib/budgets/budgets'
import type { Sender } from '@/lib/budgets/sender'
import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import type { EndReason } from '@/lib/contract/end-reason'
import type { AnswerEvent, IdentifiedPersonEvent } from '@/lib/contract/event'
import { drainingError, FullstopError } from '@/lib/contract/fullstop-error'
import type { Message } from '@/lib/contract/message'
import type { CancelledStreams, StreamInfo } from '@/lib/contract/stream-info'
import type { Database, EndedMessageRecord, MessageRecord } from '@/lib/db/database'
import { endedAnswerOf, hasEnded } from '@/lib/db/message-view'
import { within, type Clock } from '@/lib/platform/clock'
import type { Feed } from '@/lib/platform/feed'
import type { Log } from '@/lib/platform/log'
import type { Pricing } from '@/lib/providers/prices'
import { sessionIdOf, storedAnswer, type FollowerKind } from './answer'
import { followAnswer } from './answer-feed'
import { AnswerLog } from './answer-log'
import type { Bus } from './bus'
import { ENDED, formatCursor, parseCursor } from './cursor'
import { endStream } from './end-stream'
import { createJanitor, type Janitor } from './janitor'
import { openPersonFeed } from './open-person-feed'
import { OpeningStream, type Cancellation, type StreamOpening } from './opening-stream'
import type { PersonFeed } from './person-feed'
import { pump, type OpenProvider } from './pump'
import { RunningStream, type StreamObserver } from './running-stream'
import { estimateSentence } from './sentence-estimate'
import { endFactsOf, idsOf } from './stream-facts'
import { exceededLimit, tooManyStreams, type StreamCapacity } from './stream-places'
import type { StreamLimits } from './stream-policy'
import { WriteBehind } from './write-behind'

export type { Cancellation, OpeningStream } from './opening-stream'

/** How long a cancel waits for the owner's word before it answers `unconfirmed`. */
const CONFIRMATION_MS = 3_000

export type StreamManagerOptions = {
  database: Database
  bus: Bus
  clock: Clock
  log: Log
  limits: StreamLimits
  flushMs: number
  capacity: StreamCapacity
  /** The longest text, and the longest reasoning, of an answer, in UTF-16 code units. */
  maxCharacters: number
  /** What happens to a person's send beyond that: it is refused, or their oldest answer ends. */
  overflow: 'reject' | 'cancel_oldest'
  /** Called when the end of a stream is saved and its followers are told. */
  onEnded(record: MessageRecord, sender: Sender): void
}

/** A stream to run: its message and session are written, its provider is not called yet. */
export type StreamStart = {
  answer: MessageRecord
  keepGoing: boolean
  /** Its own grace, in milliseconds, where its sender wished for one. */
  graceMs?: number | undefined
  /** What the model is asked, for estimating its tokens where the provider does not tell. */
  inputText: string
  pricing: Pricing
  /** How long such an answer is as a rule, in tokens, as far as one can guess. */
  usualTokens: number
  purse?: Purse | undefined
  openProvider: OpenProvider
}

/** Streams of one person: all, those of a chat, or those of a turn, by its question or its answer. */
export type StreamSelection = {
  personId: string
  chatId?: string | undefined
  messageId?: string | undefined
}

export type StreamStatistics = {
  active: number
  started: number
  ended: Partial<Record<EndReason, number>>
}

/**
 * Every stream of this process, and the only door to them: open, start, follow, cancel, cancel all,
 * shut down. It asks nobody's permission; who may do what is decided before.
 */
export class StreamManager {
  readonly #options: StreamManagerOptions
  /** By message ID. */
  readonly #streams = new Map<string, RunningStream>()
  /** Those whose rows are being written: several may hope for the same message. */
  readonly #openings = new Set<OpeningStream>()
  readonly #writeBehind: WriteBehind
  readonly #janitor: Janitor
  readonly #observer: StreamObserver
  readonly #personFeeds = new Set<PersonFeed>()
  readonly #ended: Partial<Record<EndReason, number>> = {}
  #started = 0
  #shuttingDown = false

  constructor(options: StreamManagerOptions) {
    const { clock, log, flushMs, limits } = options
    this.#options = options
    this.#writeBehind = new WriteBehind(options.database.streams, {
      clock,
      log,
      intervalMs: flushMs,
    })
    this.#janitor = createJanitor({ clock, limits, streams: this.#streams })
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

  /** How long an answer goes on when it is left, in milliseconds, and the most that one may wish for. */
  get graceMs(): number {
    return this.#options.limits.graceMs
  }

  get activeCount(): number {
    return this.#streams.size
  }

  isActive(messageId: string): boolean {
    return this.#streams.has(messageId)
  }

  statistics(): StreamStatistics {
    return { active: this.#streams.size, started: this.#started, ended: { ...this.#ended } }
  }

  /**
   * The session in which this person's answer runs or begins, and how that ends where it is decided.
   * One that only begins is told where it may be meant: by its name, or where none is named.
   */
  running(
    personId: string,
    messageId: string,
    sessionId?: string,
  ): { sessionId: string; endReason: EndReason | undefined } | undefined {
    const stream = this.#streams.get(messageId)
    if (stream?.personId === personId) {
      return { sessionId: stream.sessionId, endReason: stream.state.end?.reason }
    }
    const opening = this.#openingsOf(personId, messageId).find(
      (candidate) => sessionId === undefined || candidate.sessionId === sessionId,
    )
    return opening && { sessionId: opening.sessionId, endReason: undefined }
  }

  /** The running streams of a person. */
  list(personId: string): StreamInfo[] {
    return this.#ofPerson(personId).map((stream) => stream.info())
  }

  /** How many follow this answer now. */
  followersOf(messageId: string): number {
    return this.#streams.get(messageId)?.state.followers ?? 0
  }

  /**
   * Makes a stream known before its row is written, with a place of its own: it is to be started, or
   * to be withdrawn. Where the overflow says so, the person's oldest stream ends for it. Throws
   * `draining` and `too_many_streams`.
   */
  async open(wanted: StreamOpening): Promise<OpeningStream> {
    if (this.#shuttingDown) throw drainingError()
    const { capacity, overflow } = this.#options
    const { sender } = wanted
    const limit = () => {
      const taken = [...this.#streams.values(), ...this.#openings].map((other) => other.sender)
      return exceededLimit(sender, taken, capacity)
    }
    const oldest = this.#ofPerson(sender.id).find((stream) => stream.state.phase === 'active')
    if (overflow === 'cancel_oldest' && oldest && limit() !== undefined) {
      await this.#cancelRunning(oldest, { reason: 'capacity' })
    }
    const exceeded = limit()
    if (exceeded !== undefined) throw tooManyStreams(exceeded)
    const opening = new OpeningStream(wanted)
    this.#openings.add(opening)
    return opening
  }

  /** Nothing came of it, unless it was started. */
  withdraw(opening: OpeningStream): void {
    this.#openings.delete(opening)
    opening.settle(undefined)
  }

  /**
   * Runs what was opened and is written now, and reads its provider, or ends it where somebody wanted
   * that meanwhile. Returns the cursor at which it begins, at once.
   */
  start(opening: OpeningStream, { answer, openProvider, ...facts }: StreamStart): string {
    const { clock, log, bus, maxCharacters } = this.#options
    const { id: messageId, sessionId } = answer
    if (sessionId !== opening.sessionId || this.#streams.has(messageId)) {
      throw new Error('a stream needs a session of its own')
    }
    const { sender, cancellation, keepGoing = facts.keepGoing } = opening
    const stream = new RunningStream(
      { ...answer, sessionId, ownerId: sender.id },
      { clock, ...facts, sender, keepGoing, maxCharacters, observer: this.#observer },
    )
    this.#streams.set(messageId, stream)
    this.#openings.delete(opening)
    opening.settle(stream)
    this.#started += 1
    log.info({ ...idsOf(stream), model: answer.model }, 'stream started')
    bus.publish(stream.personId, { type: 'stream-started', messageId })
    if (this.#shuttingDown) stream.dispatch({ type: 'shutdown-began', at: clock.monotonic() })
    else if (cancellation) this.#stop(stream, cancellation)
    else stream.providerClosed = pump(stream, openProvider, { clock, log })
    this.#janitor.watch()
    return formatCursor({ sessionId, position: stream.startPosition })
  }

  /** Resolves when no row that says that it streams is without its stream. */
  async opened({ status, sessionId }: MessageRecord): Promise<void> {
    if (status !== 'active') return
    const opening = [...this.#openings].find((candidate) => candidate.sessionId === sessionId)
    await opening?.opened
  }

  /** The session that a cursor names; undefined where it is none. */
  sessionIn(cursor: string): string | undefined {
    return parseCursor(cursor)?.sessionId
  }

  /** Whether a reader who is at this cursor has been told how the answer ended. */
  hasTold(record: MessageRecord, cursor: string): boolean {
    if (this.#streams.has(record.id)) return false
    const read = parseCursor(cursor)
    return read?.position === ENDED && read.sessionId === sessionIdOf(record)
  }

  /**
   * Follows an answer, from after `after` where that is given. The record is who may follow it
   * and, once it has ended, what is replayed. Throws `bad_request` on a malformed cursor.
   */
  async follow(
    record: MessageRecord,
    after?: string,
    kind: FollowerKind = 'other',
  ): Promise<Feed<AnswerEvent>> {
    const cursor = after === undefined ? undefined : parseCursor(after)
    if (after !== undefined && !cursor) {
      throw new FullstopError('bad_request', 'The cursor is not valid.', { field: 'after' })
    }
    await this.opened(record)
    const stream = this.#streams.get(record.id)
    if (stream) return followAnswer(stream, cursor, kind)
    return followAnswer(storedAnswer(await this.#endOf(record)), cursor)
  }

  /** Follows everything of a person; after `lastEventId` what happened since, too. */
  async followPerson(personId: string, lastEventId?: string): Promise<Feed<IdentifiedPersonEvent>> {
    const feed = await openPersonFeed(
      {
        ...this.#options,
        find: (messageId) => this.#streams.get(messageId),
        running: () => this.#ofPerson(personId),
        onLeave: (left) => this.#personFeeds.delete(left),
      },
      personId,
      lastEventId,
    )
    this.#personFeeds.add(feed)
    return feed
  }

  /** The cursor after so many parts of an answer, in its latest session. */
  cursorAfter(record: MessageRecord, partCount: number): string {
    const position = AnswerLog.of(record.parts.slice(0, partCount)).end
    return formatCursor({ sessionId: sessionIdOf(record), position })
  }

  /** The running answer's message so far and the cursor that follows on, in one step. */
  snapshot(messageId: string): Message | undefined {
    const stream = this.#streams.get(messageId)
    if (!stream) return undefined
    const parts = stream.log.parts()
    return { id: messageId, role: 'assistant', parts, metadata: stream.metadata() }
  }

  /**
   * Ends a person's stream as cancelled and answers when its provider is closed and its text is saved.
   * Undefined when no such stream runs or begins here.
   */
  async cancel(
    personId: string,
    messageId: string,
    cancellation: Cancellation,
  ): Promise<CancelOutcome | undefined> {
    const stream = this.#streams.get(messageId)
    if (stream?.personId === personId) return this.#cancelRunning(stream, cancellation)
    const openings = this.#openingsOf(personId, messageId)
    if (openings.length === 0) return undefined
    for (const opening of openings) opening.cancel(cancellation)
    return this.#outcome(messageId, async () => {
      const opened = await Promise.all(openings.map((opening) => opening.opened))
      return opened.find((started) => started !== undefined)?.settled
    })
  }

  /** Lets a stream end with its sentence; undefined when no such stream is active here. */
  finishSentence(messageId: string): CancelOutcome | undefined {
    const stream = this.#streams.get(messageId)
    if (stream?.state.phase !== 'active') return undefined
    stream.finishSentence(this.#options.clock.monotonic())
    this.#janitor.judge(stream)
    const estimate = estimateSentence(stream)
    return { outcome: 'finishing', messageId, ...(estimate && { estimate }) }
  }

  /** Cancels all that are selected, before anything is waited for. */
  async cancelAll(
    { personId, chatId, messageId }: StreamSelection,
    reason: Cancellation['reason'],
  ): Promise<CancelledStreams> {
    const isSelected = (stream: RunningStream | OpeningStream) =>
      (chatId === undefined || stream.chatId === chatId) &&
      (messageId === undefined || [stream.messageId, stream.questionId].includes(messageId))
    const openings = [...this.#openings].filter(({ sender }) => sender.id === personId)
    const selected = [...this.#ofPerson(personId), ...openings].filter(isSelected)
    const messageIds = new Set(selected.map((stream) => stream.messageId))
    const outcomes = await Promise.all(
      Array.from(messageIds, (id) => this.cancel(personId, id, { reason })),
    )
    const ids = (wanted: CancelOutcome['outcome']) =>
      outcomes.flatMap((outcome) => (outcome?.outcome === wanted ? outcome.messageId : []))
    return { cancelled: ids('cancelled'), unconfirmed: ids('unconfirmed') }
  }

  /** Gives a person's running streams to another, as the database does with all that is theirs. */
  changeOwner(fromId: string, toId: string): void {
    for (const stream of this.#ofPerson(fromId)) stream.changeOwner(toId)
    for (const opening of this.#openings) {
      if (opening.sender.id === fromId) opening.changeOwner(toId)
    }
  }

  /** Whether the running answers of a chat go on when nobody follows them. */
  keepGoing(chatId: string, keepGoing: boolean): void {
    for (const stream of this.#streams.values()) {
      if (stream.chatId === chatId) stream.dispatch({ type: 'keep-going-changed', keepGoing })
    }
    for (const opening of this.#openings) {
      if (opening.chatId === chatId) opening.changeKeepGoing(keepGoing)
    }
  }

  /** Starts nothing more, ends every stream as interrupted; resolves when all are saved, or late. */
  async shutdown(deadlineMs: number): Promise<void> {
    const { clock, log } = this.#options
    this.#shuttingDown = true
    const streams = [...this.#streams.values()]
    for (const stream of streams) stream.dispatch({ type: 'shutdown-began', at: clock.monotonic() })
    const begun = Array.from(this.#openings, async ({ opened }) => (await opened)?.settled)
    const settled = [...streams.map((stream) => stream.settled), ...begun]
    const saved = await within(clock, deadlineMs, Promise.all(settled))
    // What could not be saved is lost with the process: the next start has what was saved before.
    if (!saved) log.error({ answers: this.#streams.size }, 'a shutdown could not save every answer')
    for (const feed of this.#personFeeds) feed.finish()
    this.#janitor.stop()
  }

  #ofPerson(personId: string): RunningStream[] {
    return [...this.#streams.values()].filter((stream) => stream.personId === personId)
  }

  #openingsOf(personId: string, messageId: string): OpeningStream[] {
    return [...this.#openings].filter(
      (opening) => opening.messageId === messageId && opening.sender.id === personId,
    )
  }

  #stop(stream: RunningStream, { reason, seenTextLength }: Cancellation): void {
    stream.dispatch({
      type: 'cancel-requested',
      at: this.#options.clock.monotonic(),
      reason,
      ...(seenTextLength !== undefined && { seenTextLength }),
    })
  }

  async #cancelRunning(stream: RunningStream, cancellation: Cancellation): Promise<CancelOutcome> {
    const wasActive = stream.state.phase === 'active'
    this.#stop(stream, cancellation)
    const outcome = await this.#outcome(stream.messageId, () => stream.settled)
    if (!outcome) throw new Error('a stream settles with a record')
    return outcome.outcome === 'cancelled' && !wasActive
      ? { ...outcome, outcome: 'already_ended' }
      : outcome
  }

  /** What came of a cancel; undefined where nothing was there to end. */
  async #outcome(
    messageId: string,
    settled: () => Promise<MessageRecord | undefined>,
  ): Promise<CancelOutcome | undefined> {
    const waited = settled().then((record) => ({ record }))
    const result = await within(this.#options.clock, CONFIRMATION_MS, waited)
    if (!result) return { outcome: 'unconfirmed', messageId }
    if (!result.record) return undefined
    const ended = endedAnswerOf(result.record)
    if (!ended) return { outcome: 'unconfirmed', messageId }
    return { outcome: ended.status === 'cancelled' ? 'cancelled' : 'already_ended', ...ended }
  }

  /** How an answer that streams no more has ended. A record that was read while it streamed is stale. */
  async #endOf(record: MessageRecord): Promise<EndedMessageRecord> {
    const latest = hasEnded(record)
      ? record
      : await this.#options.database.streams.findAnswer(record.id)
    if (latest && hasEnded(latest)) return latest
    throw new FullstopError('unavailable', 'This answer is not ready yet. Try again in a moment.', {
      retryAfterSeconds: 1,
    })
  }

  async #end(stream: RunningStream): Promise<void> {
    const { end } = stream.state
    if (!end) return
    // Until the end is saved its text goes on being saved: a crash in between must lose none of it.
    await endStream(stream, end, this.#options)
    this.#writeBehind.forget(stream)
    this.#streams.delete(stream.messageId)
    this.#ended[end.reason] = (this.#ended[end.reason] ?? 0) + 1
    this.#options.log.info(endFactsOf(stream), 'stream ended')
    this.#options.onEnded(stream.record, stream.sender)
  }
}
