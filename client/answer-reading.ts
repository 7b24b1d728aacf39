import { Patience } from './patience.ts'
import { readSteadily } from './read-steadily.ts'
import type { AnswerEvent, MessageMetadata } from './types.ts'

/** Opens the answer's stream after an event, or from its start. */
export type OpenAnswer = (signal: AbortSignal, lastEventId?: string) => Promise<Response>

/**
 * Reads one answer to its end: a connection that breaks off is made again after the last event, and nothing
 * comes twice. Knows how much of the text has come.
 */
export class AnswerReading {
  readonly #open: OpenAnswer
  readonly #patience = new Patience()
  readonly #openParts = new Set<string>()
  #lastEventId: string | undefined
  #started: MessageMetadata | undefined
  #hasFinished = false
  #textLength = 0

  constructor(open: OpenAnswer) {
    this.#open = open
  }

  /** The answer as its first event had it; undefined until that has come. */
  get started(): MessageMetadata | undefined {
    return this.#started
  }

  /** The length of the answer's text as far as it was yielded, in UTF-16 code units. */
  get textLength(): number {
    return this.#textLength
  }

  /** Yields the events. Ends after the last one, or once the signal aborts; throws `FullstopError`. */
  async *read(signal?: AbortSignal): AsyncGenerator<AnswerEvent> {
    const events = readSteadily({
      signal,
      open: this.#open,
      lastEventId: () => this.#lastEventId,
      // The last event has come.
      isOver: ({ status }) => status === 204,
      take: ({ id, data }) => {
        const event = data === '[DONE]' ? undefined : (JSON.parse(data) as AnswerEvent)
        this.#patience.renew()
        this.#lastEventId = id ?? this.#lastEventId
        return event
      },
      givesUp: (error) => this.#patience.endsWith(error, this.#started !== undefined),
      ...('addEventListener' in globalThis && { network: globalThis }),
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
        this.#started ??= event.messageMetadata
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
      case 'finish': {
        const isFirst = !this.#hasFinished
        this.#hasFinished = true
        return isFirst
      }
      case 'data-history-lost':
        this.#openParts.clear()
        this.#textLength = 0
        return true
      default:
        return true
    }
  }
}
