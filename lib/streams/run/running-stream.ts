import type { Sender } from '@/lib/budgets/sender'
import { formatCursor } from '@/lib/contract/cursor'
import type { FailedCall, MessageMetadata } from '@/lib/contract/message'
import { LONGEST_GRAPHEME } from '@/lib/contract/message-text'
import type { PartKind } from '@/lib/contract/parts/part-kinds'
import { metadataOf } from '@/lib/db/message-view'
import type { MessageRecord } from '@/lib/db/messages'
import type { Meter } from '@/lib/metering/meter'
import type { Clock } from '@/lib/platform/clock'
import type { ModelCall } from '@/lib/providers/call/call-model'
import { AnswerLog } from '@/lib/streams/answer/answer-log'
import type { AnswerSource, FollowerKind } from '@/lib/streams/answer/answer-source'
import { endsAtRest, endsInCode, restToKeep } from '@/lib/streams/answer/sentence-end'
import {
  initialStreamState,
  reduceStream,
  thoughtUntil,
  type StreamAction,
  type StreamEnd,
  type StreamState,
} from './stream-state'

/** What the manager wants to hear of a stream, each in the same step in which it happens. */
export type StreamObserver = {
  onText(stream: RunningStream): void
  /** Its last follower has left, or its sender. */
  onLeft(stream: RunningStream): void
  /** It is decided how the stream ends: called once. */
  onEnding(stream: RunningStream): void
}

/** A clock that is off by more than this, in milliseconds, was set; less is its own pace, and rounding. */
export const SET_BY_MS = 20

/** One running stream: its state, its text so far, its followers, and the provider's abort signal. */
export class RunningStream implements AnswerSource {
  readonly log: AnswerLog
  readonly sessionId: string
  /** What the message is in the end. Resolves once, when that is saved. */
  readonly settled: Promise<MessageRecord>
  readonly meter: Meter
  /** Where this session begins in the log: after what earlier sessions had brought. */
  readonly startPosition: number
  /** The log's position up to which everything is in the database. */
  savedPosition: number
  /** Resolves when the provider's call is over, whatever came of it. */
  providerClosed: Promise<void> = Promise.resolve()
  /** The latest call to the provider. */
  providerCall: ModelCall | undefined
  /** What is known of the latest one that failed. */
  failedCall: FailedCall | undefined
  readonly #startLengths: Readonly<Record<PartKind, number>>
  readonly #maxCharacters: number
  #textBeforeCut: string | undefined
  readonly #clock: Clock
  /** When it began, in milliseconds since the epoch. */
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
      /** Its own grace, in milliseconds, where its sender wished for one. */
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
   * A time of its state in milliseconds since the epoch, counted from its start: however the machine's
   * clock was set meanwhile, it began before it ended, and took as long as it took.
   */
  timeOf(monotonic: number): number {
    return this.#startedAt + monotonic - this.#state.startedAt
  }

  /**
   * When its end was decided, in milliseconds since the epoch: to the millisecond as the clock told it
   * then, unless somebody has set that meanwhile.
   */
  get endedAt(): number {
    return this.#endedAt ?? this.#clock.now()
  }

  get messageId(): string {
    return this.#record.id
  }

  /** Gives it to another owner: a guest has made an account. */
  changeOwner(ownerId: string): void {
    this.#record = { ...this.#record, ownerId }
    this.#sender = { ...this.#sender, id: ownerId, guest: false }
  }

  /** Whose place it takes. */
  get sender(): Sender {
    return this.#sender
  }

  get chatId(): string {
    return this.#record.chatId
  }

  /** What it answers. */
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

  /** What this session brought, reasoning and all: also what a stop has cut, for it was generated. */
  get receivedText(): string {
    return this.#textBeforeCut ?? this.#receivedText()
  }

  #receivedText(): string {
    const pieces = this.log.read(this.startPosition)
    return pieces.map(({ text }) => text).join('')
  }

  metadata(): MessageMetadata {
    if (this.ended) return metadataOf(this.#record)
    const { startedAt, firstTokenAt } = this.#state
    const thoughtMs = this.#record.thoughtMs + thoughtUntil(this.#state, this.#clock.monotonic())
    return {
      ...metadataOf(this.#record),
      textLength: this.log.textLength,
      cursor: formatCursor({ sessionId: this.sessionId, position: this.log.end }),
      ...(firstTokenAt !== undefined && { firstTokenMs: firstTokenAt - startedAt }),
      ...(thoughtMs > 0 && { thoughtMs }),
      ...(this.modelLoading && { modelLoading: true }),
    }
  }

  join(onNews: () => void, kind: FollowerKind = 'other'): () => void {
    this.#listeners.add(onNews)
    this.dispatch({ type: 'follower-joined', at: this.#clock.monotonic(), kind })
    return () => {
      if (!this.#listeners.delete(onNews)) return
      this.dispatch({ type: 'follower-left', at: this.#clock.monotonic(), kind })
      if (this.#listeners.size === 0 || kind === 'sender') this.#observer.onLeft(this)
    }
  }

  /** Adds what the provider sent. Text that comes after the end was decided is dropped. */
  receive(kind: PartKind, delta: string, at: number): void {
    if (this.#state.phase !== 'active') return
    const room = Math.max(0, this.#maxCharacters - this.log.lengthOf(kind))
    // What shows whether a grapheme ends at the limit comes with it, and is cut.
    this.log.append(kind, delta.length > room ? delta.slice(0, room + LONGEST_GRAPHEME) : delta)
    this.dispatch({ type: 'token-received', at, kind })
    this.#observer.onText(this)
    this.#endWithLength(kind, at)
    this.#endWithSentence(at)
    this.#endWithBudget(delta, at)
    this.#tellFollowers()
  }

  /** Lets the sentence end, in code the line, and then the stream; at once where there is none. */
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
      // Before all that takes time with a long answer.
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
    // What earlier sessions had brought was kept once, and stays.
    this.log.cut(keep.length, this.#startLengths[keep.kind], keep.kind)
  }

  /** The end is saved, as `record`: everybody may know. */
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
