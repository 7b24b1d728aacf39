import type { Sender } from '@/lib/budgets/sender'
import type { ReasonOf } from '@/lib/contract/end-reason'
import type { MessageRecord } from '@/lib/db/messages'
import type { Meter } from '@/lib/metering/meter'
import type { OpenProvider } from './pump'
import type { RunningStream } from './running-stream'

/** What is known of a stream before its row is written. */
export type StreamOpening = {
  sender: Sender
  chatId: string
  questionId: string
  messageId: string
  sessionId: string
}

/** A stream to run: its message and session are written, its provider is not called yet. */
export type StreamStart = {
  answer: MessageRecord
  keepGoing: boolean
  /** Its own grace, in milliseconds, where its sender wished for one. */
  graceMs?: number | undefined
  meter: Meter
  openProvider: OpenProvider
}

export type Cancellation = { reason: ReasonOf<'cancelled'>; seenTextLength?: number | undefined }

/**
 * A stream whose row is being written. It has its place, and whoever stops it, deletes its chat or
 * reads its message finds it already. It becomes a running stream, or nothing.
 */
export class OpeningStream {
  readonly chatId: string
  readonly questionId: string
  readonly messageId: string
  readonly sessionId: string
  /** The stream that it has become; undefined where nothing came of it. */
  readonly opened: Promise<RunningStream | undefined>
  #sender: Sender
  #cancellation: Cancellation | undefined
  #keepGoing: boolean | undefined
  #settle: (stream: RunningStream | undefined) => void = () => {}

  constructor({ sender, chatId, questionId, messageId, sessionId }: StreamOpening) {
    this.#sender = sender
    this.chatId = chatId
    this.questionId = questionId
    this.messageId = messageId
    this.sessionId = sessionId
    this.opened = new Promise((resolve) => {
      this.#settle = resolve
    })
  }

  /** Whose place it takes. */
  get sender(): Sender {
    return this.#sender
  }

  /** Why it is to end as soon as it is written: the first reason counts. */
  get cancellation(): Cancellation | undefined {
    return this.#cancellation
  }

  cancel(cancellation: Cancellation): void {
    this.#cancellation ??= cancellation
  }

  /** What was said of its chat since its row was made ready. */
  get keepGoing(): boolean | undefined {
    return this.#keepGoing
  }

  changeKeepGoing(keepGoing: boolean): void {
    this.#keepGoing = keepGoing
  }

  /** Gives it to another owner: a guest has made an account. */
  changeOwner(ownerId: string): void {
    this.#sender = { ...this.#sender, id: ownerId, guest: false }
  }

  /** It runs, as this stream, or nothing came of it. */
  settle(stream: RunningStream | undefined): void {
    this.#settle(stream)
  }
}
