import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { readServerSentEvents } from '@/client/event-reader'
import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import type { CancelRequest } from '@/lib/contract/request'

/** `fetch`, as far as the tests use it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export type WireEvent = { id: string | undefined; data: unknown }

/** A program that makes calls with a guest's cookie, as curl would. */
export class Guest {
  readonly #url: string
  readonly #cookie: string
  readonly #fetch: Fetch

  private constructor(url: string, cookie: string, fetch: Fetch = globalThis.fetch) {
    this.#url = url
    this.#cookie = cookie
    this.#fetch = fetch
  }

  static async signIn(url: string, fetch: Fetch = globalThis.fetch): Promise<Guest> {
    const response = await fetch(`${url}/api/auth/sign-in/anonymous`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    })
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0]
    if (cookie === undefined) throw new Error(`no cookie: ${response.status}`)
    return new Guest(url, cookie, fetch)
  }

  /** For a test that sends the cookie itself, or forges one. */
  get cookie(): string {
    return this.#cookie
  }

  /** The same guest, who reaches the server at another address with another `fetch`. */
  via({ url, fetch }: { url: string; fetch: Fetch }): Guest {
    return new Guest(url, this.#cookie, fetch)
  }

  /** The same guest, who reaches the server at another address. */
  at(url: string): Guest {
    return new Guest(url, this.#cookie)
  }

  /** The bytes of a `GET`, for a test that writes them itself. */
  requestBytes(path: string): string {
    return `GET ${path} HTTP/1.1\r\nHost: localhost\r\nCookie: ${this.#cookie}\r\n\r\n`
  }

  call(path: string, init: RequestInit = {}): Promise<Response> {
    return this.#fetch(`${this.#url}${path}`, {
      ...init,
      headers: { Cookie: this.#cookie, ...headersOf(init) },
    })
  }

  /** A response whose body only the caller reads. */
  async open(path: string): Promise<IncomingMessage> {
    const request = get(`${this.#url}${path}`, { headers: { Cookie: this.#cookie } })
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    // From here on the response carries its errors.
    request.on('error', () => {})
    return response
  }

  /** `POST` with a JSON body. */
  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return this.call(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  }

  async json<Body>(path: string): Promise<Body> {
    return (await (await this.call(path)).json()) as Body
  }

  /** Sends a question. The response has IDs, not the answer. @throws Error if it is refused */
  async ask(question: string, fields: Record<string, unknown> = {}): Promise<SentTurn> {
    const response = await this.post('/api/chat', { ...turnOf(question), ...fields }, respondAsync)
    if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`)
    return (await response.json()) as SentTurn
  }

  /** Stops an existing answer. */
  async stop(messageId: string, body: CancelRequest = {}): Promise<CancelOutcome> {
    const response = await this.post(`/api/messages/${messageId}/cancel`, body)
    if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`)
    return (await response.json()) as CancelOutcome
  }
}

type SentTurn = { chatId: string; messageId: string; userMessageId: string }

const respondAsync = { Prefer: 'respond-async' }

/** The body of a send of this question. */
export function turnOf(question: string) {
  return { message: { role: 'user', parts: [{ type: 'text', text: question }] } }
}

function headersOf({ headers }: RequestInit): Record<string, string> {
  return Object.fromEntries(new Headers(headers))
}

/** All events of a response to its end. `[DONE]` is one of them, as text. */
export async function readEvents(response: Response): Promise<WireEvent[]> {
  const events: WireEvent[] = []
  for await (const event of eventsOf(response)) events.push(event)
  return events
}

/** Reads a response to its end meanwhile. Whoever awaits it hears of a failure, and nobody else does. */
export function readMeanwhile(response: Response): Promise<WireEvent[]> {
  const reading = readEvents(response)
  // Else the end of the servers, after a test that has failed, would pass for why it did.
  reading.catch(() => {})
  return reading
}

/** The text that the events of an answer's stream bring. */
export const textIn = (events: readonly WireEvent[]) =>
  events.map(({ data }) => (data as { delta?: string }).delta ?? '').join('')

/** The events of a response as they arrive. */
export async function* eventsOf(response: Response): AsyncGenerator<WireEvent> {
  for await (const { id, data } of readServerSentEvents(response)) {
    yield { id, data: data === '[DONE]' ? data : (JSON.parse(data) as unknown) }
  }
}
