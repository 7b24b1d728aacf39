import type { Api } from './api.ts'
import { Patience } from './patience.ts'
import { readSteadily } from './read-steadily.ts'
import type { AnswerEvent } from './types.ts'

export type AnswerReadingOptions = {
  api: Api
  /** Opens the first connection, as often as it takes until an event has come. */
  open: (signal: AbortSignal) => Promise<Response>
}

/**
 * Reads one answer to its end: a connection that breaks off is made again after the last event, and nothing
 * comes twice. Knows which answer it is, and how much of the text has come.
 */
export class AnswerReading {
  readonly #options: AnswerReadingOptions
  readonly #patience = new Patience()
  readonly #openParts = new Set<string>()
  #lastEventId: string | undefined
  #started: { messageId: string; sessionId: string | undefined } | undefined
  #textLength = 0

  constructor(options: AnswerReadingOptions) {
    this.#options = options
  }

  /** The answer and its session, once the server has told them. */
  get started(): { messageId: string; sessionId: string | undefined } | undefined {
    return this.#started
  }

  /** The length of the answer's text as far as it was yielded, in UTF-16 code units. */
  get textLength(): number {
    return this.#textLength
  }

  /** Yields the events. Ends after the last one, or once the signal aborts; throws `FullstopError`. */
  async *read(signal?: AbortSignal): AsyncGenerator<AnswerEvent> {
    const { api, open } = this.#options
    const events = readSteadily({
      signal,
      open: (connection) =>
        this.#started
          ? api.follow(this.#started.messageId, connection, this.#lastEventId)
          : open(connection),
      lastEventId: () => this.#lastEventId,
      take: ({ id, data }) => {
        this.#patience.renew()
        this.#lastEventId = id ?? this.#lastEventId
        return data === '[DONE]' ? undefined : (JSON.parse(data) as AnswerEvent)
      },
      givesUp: (error) => this.#patience.endsWith(error, this.#started !== undefined),
    })
    for await (const event of events) {
      if (event === undefined) return
      if (this.#isNews(event)) yield event
    }
  }

  /** Whether the event tells anything that was not told before; notes what it says. */
  #isNews(event: AnswerEvent): boolean {
    switch (event.type) {
      case 'start': {
        const isFirst = this.#started === undefined
        const { messageId, messageMetadata } = event
        this.#started = { messageId, sessionId: messageMetadata.sessionId }
        return isFirst
      }
      case 'text-start':
      case 'reasoning-start': {
        const isFirst = !this.#openParts.has(event.id)
        this.#openParts.add(event.id)
        return isFirst
      }
      case 'text-end':
      case 'reasoning-end':
        this.#openParts.delete(event.id)
        return true
      case 'text-delta':
        this.#textLength += event.delta.length
        return true
      case 'data-history-lost':
        this.#openParts.clear()
        this.#textLength = 0
        return true
      default:
        return true
    }
  }
}
