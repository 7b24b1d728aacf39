import { readServerSentEvents } from '@/client/event-reader'
import type { Guest } from '../harness/guest'

/** A guest's long connection for the events of all their chats, as a page holds it. */
export class PageConnection {
  readonly #guest: Guest
  #leaving = new AbortController()
  #over: Promise<unknown> = Promise.resolve()
  #lastEventId: string | undefined

  private constructor(guest: Guest) {
    this.#guest = guest
  }

  static async open(guest: Guest): Promise<PageConnection> {
    const page = new PageConnection(guest)
    await page.#connect()
    return page
  }

  /** Loses the connection, and comes back after the last event. */
  async reconnect(): Promise<void> {
    await this.leave()
    await this.#connect()
  }

  /** @throws Error if the server had ended the connection before */
  async leave(): Promise<void> {
    this.#leaving.abort()
    const end = await this.#over
    if (!(end instanceof DOMException)) throw new Error('a long connection ended', { cause: end })
  }

  async #connect(): Promise<void> {
    this.#leaving = new AbortController()
    const response = await this.#guest.call('/api/events', {
      signal: this.#leaving.signal,
      headers: this.#lastEventId === undefined ? {} : { 'Last-Event-ID': this.#lastEventId },
    })
    if (!response.ok) throw new Error(`events: ${response.status} ${await response.text()}`)
    this.#over = this.#read(response).catch((error: unknown) => error)
  }

  async #read(response: Response): Promise<void> {
    for await (const { id = this.#lastEventId } of readServerSentEvents(response)) {
      this.#lastEventId = id
    }
  }
}
