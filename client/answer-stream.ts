import { AnswerReading, type AnswerReadingOptions } from './answer-reading.ts'
import { stopAnswer } from './stop-answer.ts'
import type { AnswerEvent, CancelOutcome } from './types.ts'

type AnswerStreamOptions = AnswerReadingOptions & {
  chatId: string
  messageId: string
  /** The session that is sent here, so that a stop may reach the server before its send. */
  sentSessionId?: string | undefined
  signal?: AbortSignal | undefined
  /** The length of the answer's text that is shown already, in UTF-16 code units. */
  shownLength?: number | undefined
}

/**
 * An answer as it comes. Abort the signal, or call {@link cancel}, and it stops on the server. A reader who
 * breaks out of the loop only leaves.
 */
export class AnswerStream implements AsyncIterable<AnswerEvent> {
  readonly #options: AnswerStreamOptions
  readonly #reading: AnswerReading
  readonly #left = new AbortController()
  #cancelled: Promise<CancelOutcome> | undefined

  constructor(options: AnswerStreamOptions) {
    this.#options = options
    this.#reading = new AnswerReading(options)
  }

  get chatId(): string {
    return this.#options.chatId
  }

  /** The answer's ID, known before anything of it has come. */
  get messageId(): string {
    return this.#options.messageId
  }

  /**
   * Yields the events, from the send on. An aborted signal throws its reason; `FullstopError` where the server
   * refuses, or cannot be reached for half a minute.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<AnswerEvent> {
    const { signal } = this.#options
    signal?.throwIfAborted()
    const stop = () => {
      // Its outcome is for those who ask for it.
      this.cancel().catch(() => {})
      this.leave()
    }
    signal?.addEventListener('abort', stop, { once: true })
    try {
      for await (const event of this.#reading.read(this.#left.signal)) {
        yield event
        signal?.throwIfAborted()
      }
      signal?.throwIfAborted()
    } finally {
      signal?.removeEventListener('abort', stop)
    }
  }

  /**
   * Stops the answer on the server at the text that has come, even before the first byte of it. Tries again
   * until the server has confirmed; resolves with how the answer ended. The first stop counts.
   */
  cancel(): Promise<CancelOutcome> {
    this.#cancelled ??= this.#cancel()
    return this.#cancelled
  }

  /** Stops reading. The answer goes on for its grace. */
  leave(): void {
    this.#left.abort()
  }

  #cancel(): Promise<CancelOutcome> {
    const { api, messageId, sentSessionId, shownLength = 0 } = this.#options
    const { started, textLength } = this.#reading
    const request = {
      sessionId: sentSessionId ?? started?.sessionId,
      seenTextLength: shownLength + textLength,
      beforeStart: sentSessionId !== undefined && started === undefined,
    }
    return stopAnswer((signal) => api.cancel(messageId, request, signal))
  }
}
