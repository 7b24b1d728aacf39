import { askIn } from './ask-in.ts'
import { timedCall } from './call.ts'
import { Reader } from './reader.ts'

const EVENT_ID = /^id: (\S+)$/m

/** An answer that runs on while its reader connects again and again. */
export class RunningAnswer {
  readonly #server: { url: string }
  readonly #headers: Record<string, string>
  readonly #chatId: string
  #answer: Reader | undefined
  #lastEventId = ''

  constructor(server: { url: string }, headers: Record<string, string>, chatId: string) {
    this.#server = server
    this.#headers = headers
    this.#chatId = chatId
  }

  /** Resolves when there is a text to come back to. */
  async begin(): Promise<void> {
    this.#answer = askIn(this.#server, this.#headers, this.#chatId, { tokens: 99_999, rate: 20 })
    await this.#answer.until(1)
    this.#lastEventId = await this.#readEventId()
  }

  /** @returns milliseconds until the first byte, which comes after all that was missed was found */
  async reconnect(): Promise<number> {
    const headers = { ...this.#headers, 'Last-Event-ID': this.#lastEventId }
    const reader = new Reader(this.#server, 'events', { path: '/api/events', headers })
    await reader.until(1)
    reader.close()
    return (reader.firstByteAt ?? Number.NaN) - reader.askedAt
  }

  /** @returns milliseconds until the stop was confirmed */
  async stop(): Promise<number> {
    if (!this.#answer) throw new Error('no answer has begun')
    const path = `/api/messages/${this.#answer.key}/cancel`
    const stop = { path, headers: this.#headers, body: '{}' }
    const { tookMs } = await timedCall(this.#server, stop)
    await this.#answer.over
    return tookMs
  }

  async #readEventId(): Promise<string> {
    const hangUp = new AbortController()
    const { signal } = hangUp
    const response = await fetch(`${this.#server.url}/api/events`, {
      headers: this.#headers,
      signal,
    })
    if (!response.body) throw new Error('no events')
    let text = ''
    for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
      text += piece
      const [, id] = EVENT_ID.exec(text) ?? []
      // The ID is whole once more has arrived.
      if (id !== undefined && text.includes('\n\n', text.indexOf(id))) {
        hangUp.abort()
        return id
      }
    }
    throw new Error('no event')
  }
}
