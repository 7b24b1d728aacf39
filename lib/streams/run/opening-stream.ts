import type { Sender } from '@/lib/budgets/sender'
import type { ReasonOf } from '@/lib/contract/end-reason'
import type { MessageRecord } from '@/lib/db/messages'
import type { Meter } from '@/lib/metering/meter'
import type { OpenProvider } from './pump'
import type { RunningStream } from './running-stream'

/** The facts of a stream before its row is written. */
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
  /** The stream's own grace, in milliseconds, if its sender asked for one. */
  graceMs?: number | undefined
  meter: Meter
  openProvider: OpenProvider
}

export type Cancellation = {
  reason: ReasonOf<'cancelled'>
  seenTextLength?: number | undefined
  /** The stop of another server that this carries out. */
  requestId?: string | undefined
}

/** Whether a stop has come before: the mark and the message of another server both bring it. */
export function isSameStop(
  first: Pick<Cancellation, 'requestId'>,
  again: Pick<Cancellation, 'requestId'>,
): boolean {
  return first === again || (again.requestId !== undefined && first.requestId === again.requestId)
}

/**
 * A stream whose row is being written. It already has its place, and a stop, a deletion of its chat
 * and a reader of its message already find it. It becomes a running stream, or nothing.
 */
export class OpeningStream {
  readonly chatId: string
  readonly questionId: string
  readonly messageId: string
  readonly sessionId: string
  /** Resolves to the stream that it has become, or to undefined if nothing came of it. */
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

  /** The sender whose place the stream takes. */
  get sender(): Sender {
    return this.#sender
  }

  /** Why the stream ends as soon as its row is written. */
  get cancellation(): Cancellation | undefined {
    return this.#cancellation
  }

  /** True for the first reason, which counts, and where the same stop comes again. */
  cancel(cancellation: Cancellation): boolean {
    this.#cancellation ??= cancellation
    return isSameStop(this.#cancellation, cancellation)
  }

  /** The chat's setting, if it has changed since the row was prepared. */
  get keepGoing(): boolean | undefined {
    return this.#keepGoing
  }

  changeKeepGoing(keepGoing: boolean): void {
    this.#keepGoing = keepGoing
  }

  /** Gives the stream to another owner: a guest has made an account. */
  changeOwner(ownerId: string): void {
    this.#sender = { ...this.#sender, id: ownerId, guest: false }
  }

  /** Says that it runs, as this stream, or that nothing came of it. */
  settle(stream: RunningStream | undefined): void {
    this.#settle(stream)
  }
}
