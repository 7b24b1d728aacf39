import type { Sender } from '@/lib/budgets/sender'
import type { FailedCall, MessageMetadata } from '@/lib/contract/message'
import { LONGEST_GRAPHEME } from '@/lib/contract/message-text'
import type { PartKind } from '@/lib/contract/parts/part-kinds'
import { metadataOf } from '@/lib/db/message-view'
import type { MessageRecord } from '@/lib/db/messages'
import type { Meter } from '@/lib/metering/meter'
import type { Clock } from '@/lib/platform/clock'
import type { ModelCall } from '@/lib/providers/call/call-model'
import { AnswerLog } from '@/lib/streams/answer/answer-log'
import {
  runningMetadata,
  type AnswerSource,
  type FollowerKind,
  type RunningFacts,
} from '@/lib/streams/answer/answer-source'
import { endsAtRest, endsInCode, restToKeep } from '@/lib/streams/answer/sentence-end'
import {
  initialStreamState,
  reduceStream,
  runningFacts,
  type StreamAction,
  type StreamEnd,
  type StreamState,
} from './stream-state'

/** The events of a stream for its manager, each called in the step in which it happens. */
export type StreamObserver = {
  onText(stream: RunningStream): void
  /** Its last follower has left, or its sender. */
  onLeft(stream: RunningStream): void
  /** How the stream ends is decided. Called once. */
  onEnding(stream: RunningStream): void
}

/** A clock that is off by this many milliseconds or more was set; less is drift and rounding. */
export const SET_BY_MS = 20

/** One running stream: its state, its text so far, its followers, and the provider's abort signal. */
export class RunningStream implements AnswerSource {
  readonly log: AnswerLog
  readonly sessionId: string
  /** Resolves to the message as it ended, once that is saved. */
  readonly settled: Promise<MessageRecord>
  readonly meter: Meter
  /** Where this session begins in the log: after the text of earlier sessions. */
  readonly startPosition: number
  /** The log's position up to which everything is in the database. */
  savedPosition: number
  /** Resolves when the provider's call is over, however it ended. */
  providerClosed: Promise<void> = Promise.resolve()
  /** The latest call to the provider. */
  providerCall: ModelCall | undefined
  /** The facts of the latest call that failed. */
  failedCall: FailedCall | undefined
  readonly #startLengths: Readonly<Record<PartKind, number>>
  readonly #maxCharacters: number
  #textBeforeCut: string | undefined
  readonly #clock: Clock
  /** When the stream began, in milliseconds since the epoch. */
  readonly #startedAt: number
  #endedAt: number | undefined
  readonly #observer: StreamObserver
  readonly #provider = new AbortController()
  readonly #listeners = new Set<() => void>()
  #resolveSettled: (record: MessageRecord) => void = () => {}
  #record: MessageRecord
  #sender: Sender
  #state: StreamState

  constructor(
    record: MessageRecord & { sessionId: string },
    options: {
      clock: Clock
      sender: Sender
      keepGoing: boolean
      /** The stream's own grace, in milliseconds, if its sender asked for one. */
      graceMs?: number | undefined
      meter: Meter
      /** The longest text, and the longest reasoning, of the message, in UTF-16 code units. */
      maxCharacters: number
      observer: StreamObserver
    },
  ) {
    this.#record = record
    this.#sender = options.sender
    this.sessionId = record.sessionId
    this.log = AnswerLog.of(record.parts)
    this.startPosition = this.log.end
    this.#startLengths = this.log.lengths
    this.#maxCharacters = options.maxCharacters
    this.savedPosition = this.log.end
    this.meter = options.meter
    this.#observer = options.observer
    this.#clock = options.clock
    this.#startedAt = options.clock.now()
    const { clock, keepGoing, graceMs } = options
    this.#state = initialStreamState(clock.monotonic(), keepGoing, graceMs)
    this.settled = new Promise((resolve) => {
      this.#resolveSettled = resolve
    })
  }

  /**
   * A time of the state in milliseconds since the epoch, counted from the stream's start: setting the
   * machine's clock changes neither the order of the stream's events nor the time between them.
   */
  timeOf(monotonic: number): number {
    return this.#startedAt + monotonic - this.#state.startedAt
  }

  /**
   * When the end was decided, in milliseconds since the epoch: exactly the clock's time, unless
   * somebody set the clock meanwhile.
   */
  get endedAt(): number {
    return this.#endedAt ?? this.#clock.now()
  }

  get messageId(): string {
    return this.#record.id
  }

  /** Gives the stream to another owner: a guest has made an account. */
  changeOwner(ownerId: string): void {
    this.#record = { ...this.#record, ownerId }
    this.#sender = { ...this.#sender, id: ownerId, guest: false }
  }

  /** The sender whose place the stream takes. */
  get sender(): Sender {
    return this.#sender
  }

  get chatId(): string {
    return this.#record.chatId
  }

  /** The question that the message answers. */
  get questionId(): string | null {
    return this.#record.parentId
  }

  get personId(): string {
    return this.#record.ownerId
  }

  get state(): StreamState {
    return this.#state
  }

  get ended(): boolean {
    return this.#state.phase === 'ended'
  }

  get modelLoading(): boolean {
    return this.#state.phase === 'active' && this.#state.modelLoading
  }

  /** The message as it was when the stream began, or as it ended. */
  get record(): MessageRecord {
    return this.#record
  }

  /** Aborts when the stream is to end. Nothing else may abort the provider's call. */
  get providerSignal(): AbortSignal {
    return this.#provider.signal
  }

  /** All text and reasoning that this session generated, with the part that a stop has cut. */
  get receivedText(): string {
    return this.#textBeforeCut ?? this.#receivedText()
  }

  #receivedText(): string {
    const pieces = this.log.read(this.startPosition)
    return pieces.map(({ text }) => text).join('')
  }

  metadata(): MessageMetadata {
    if (this.ended) return metadataOf(this.#record)
    return runningMetadata(this.#record, this.log, this.facts)
  }

  /** What only the server of a running stream knows of it, beside its text. */
  get facts(): RunningFacts {
    return runningFacts(this.#state, this.#record.thoughtMs, this.#clock.monotonic())
  }

  /** Hears of news without being a follower, until the result is called: false if that was before. */
  hear(onNews: () => void): () => boolean {
    this.#listeners.add(onNews)
    return () => this.#listeners.delete(onNews)
  }

  join(onNews: () => void, kind: FollowerKind = 'other'): () => void {
    const stopHearing = this.hear(onNews)
    this.dispatch({ type: 'follower-joined', at: this.#clock.monotonic(), kind })
    return () => {
      if (!stopHearing()) return
      this.dispatch({ type: 'follower-left', at: this.#clock.monotonic(), kind })
      if (this.#state.followers === 0 || kind === 'sender') this.#observer.onLeft(this)
    }
  }

  /** Adds what the provider sent. Text that comes after the end was decided is dropped. */
  receive(kind: PartKind, delta: string, at: number): void {
    if (this.#state.phase !== 'active') return
    const room = Math.max(0, this.#maxCharacters - this.log.lengthOf(kind))
    // The text beyond the limit shows whether a grapheme ends there; the cut then drops it.
    this.log.append(kind, delta.length > room ? delta.slice(0, room + LONGEST_GRAPHEME) : delta)
    this.dispatch({ type: 'token-received', at, kind })
    this.#observer.onText(this)
    this.#endWithLength(kind, at)
    this.#endWithSentence(at)
    this.#endWithBudget(delta, at)
    this.#tellFollowers()
  }

  /** Ends the stream with its sentence or, in code, its line; at once if none is open. */
  finishSentence(at: number): void {
    if (this.#state.phase !== 'active' || this.#state.lastSentence) return
    const text = this.log.readText(0)
    const { textLength, end: position } = this.log
    const sentence = { since: at, position, textLength, inCode: endsInCode(text) }
    this.dispatch({ type: 'sentence-wanted', sentence })
    if (endsAtRest(text)) this.dispatch({ type: 'cancel-requested', at, reason: 'user' })
  }

  #endWithLength(kind: PartKind, at: number): void {
    const length = this.#maxCharacters
    if (this.log.lengthOf(kind) > length) {
      this.dispatch({ type: 'length-reached', at, kind, length })
    }
  }

  #endWithBudget(delta: string, at: number): void {
    if (this.meter.take(delta)) return
    this.dispatch({ type: 'cancel-requested', at, reason: 'budget' })
  }

  #endWithSentence(at: number): void {
    const lastSentence = this.#state.phase === 'active' && this.#state.lastSentence
    if (!lastSentence) return
    const rest = this.log.readText(lastSentence.position)
    const kept = restToKeep(rest, lastSentence.inCode)
    if (kept === undefined) return
    const seenTextLength = lastSentence.textLength + kept
    this.dispatch({ type: 'cancel-requested', at, reason: 'user', seenTextLength })
  }

  /** The next text is a new part, even of the same kind. */
  closePart(): void {
    if (this.#state.phase === 'active') this.log.closePart()
  }

  /** The only way the state changes. */
  dispatch(action: StreamAction): void {
    const before = this.#state
    const wasLoading = this.modelLoading
    this.#state = reduceStream(before, action)
    if (!wasLoading && this.modelLoading) this.#tellFollowers()
    if (before.phase === 'active' && this.#state.phase === 'ending') {
      // The abort comes first: the next steps take time with a long answer.
      this.#provider.abort()
      this.#endedAt = this.#timeOfEnd()
      this.#cut(this.#state.end.keep)
      this.#observer.onEnding(this)
    }
  }

  #timeOfEnd(): number {
    const told = this.#clock.now()
    const counted = this.timeOf(this.#clock.monotonic())
    return Math.abs(told - counted) < SET_BY_MS ? told : counted
  }

  #cut(keep: StreamEnd['keep']): void {
    if (!keep || keep.length >= this.log.lengthOf(keep.kind)) {
      this.log.closePart()
      return
    }
    this.#textBeforeCut = this.#receivedText()
    // The text of earlier sessions was kept when they ended, and stays.
    this.log.cut(keep.length, this.#startLengths[keep.kind], keep.kind)
  }

  /** The end is saved, as `record`, and everybody may know it. */
  settle(record: MessageRecord): void {
    this.#record = record
    this.dispatch({ type: 'end-saved' })
    this.#tellFollowers()
    this.#listeners.clear()
    this.#resolveSettled(record)
  }

  #tellFollowers(): void {
    for (const onNews of this.#listeners) onNews()
  }
}
