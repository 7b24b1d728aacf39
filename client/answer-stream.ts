import { AnswerReading, type OpenAnswer } from './answer-reading.ts'
import type { Api } from './api.ts'
import { stopAnswer } from './stop-answer.ts'
import type { AnswerEvent, CancelOutcome } from './types.ts'

export type AnswerStreamOptions = {
  api: Api
  open: OpenAnswer
  chatId: string
  messageId: string
  /** The session that a send begins; undefined where the answer may have another. */
  sessionId?: string | undefined
  /** The answer is sent here, so that a stop may reach the server before it. */
  isSent: boolean
  /**
   * The length of the text that is seen, in UTF-16 code units: `came` since this reading began, `atStart` by the
   * first event, undefined before it. Undefined where it is not known.
   */
  seenLength: (came: number, atStart: number | undefined) => number | undefined
  signal?: AbortSignal | undefined
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
    this.#reading = new AnswerReading(options.open)
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
    let stop = () => {}
    const aborted = new Promise<never>((_resolve, reject) => {
      stop = () => {
        // Its outcome is for those who ask for it. To leave first could be the sooner stop, at a later text.
        void this.cancel().then(this.leave, this.leave)
        reject(signal?.reason as Error)
      }
    })
    aborted.catch(() => {})
    // It stays after a loop that was left: the answer goes on, and the signal still stops it.
    signal?.addEventListener('abort', stop, { once: true })
    const events = this.#reading.read(this.#left.signal)
    try {
      for (;;) {
        const next = await Promise.race([events.next(), aborted])
        if (next.done === true) break
        yield next.value
        signal?.throwIfAborted()
      }
      signal?.removeEventListener('abort', stop)
    } finally {
      void events.return(undefined).catch(() => {})
    }
  }

  /**
   * Stops the answer on the server at the text that has come, even before the first byte of it. Tries again
   * until the server has confirmed; resolves with how the answer ended. The first stop counts, and all who ask
   * while it is tried share it. Throws `FullstopError` where it did not get through.
   */
  cancel(): Promise<CancelOutcome> {
    this.#cancelled ??= this.#cancel().catch((error: unknown) => {
      this.#cancelled = undefined
      throw error
    })
    return this.#cancelled
  }

  /** Stops reading. The answer goes on for its grace. */
  readonly leave = (): void => {
    this.#left.abort()
  }

  #cancel(): Promise<CancelOutcome> {
    const { api, messageId, sessionId, isSent, seenLength } = this.#options
    const { started, textLength } = this.#reading
    const request = {
      sessionId: started?.sessionId ?? sessionId,
      seenTextLength: seenLength(textLength, started?.textLength),
      beforeStart: isSent && started === undefined,
    }
    return stopAnswer((signal) => api.cancel(messageId, request, signal))
  }
}
