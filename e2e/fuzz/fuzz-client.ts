import { once } from 'node:events'
import { Agent, request as openRequest, type IncomingMessage } from 'node:http'
import { headersOfCaller } from './callers'
import type { FuzzedRequest } from './fuzzed-request'
import type { FuzzedResponse } from './oracle'

const CONCURRENCY = 16

/** In characters: longer than any refusal. An export may be longer, and is cut. */
const LONGEST_BODY = 256 * 1024

/** How long one answer may take on a busy machine, in milliseconds. */
const PATIENCE_MS = 20_000

/** The codes of an error on a connection that the server had closed; a long body meets the second. */
const CODES_OF_CLOSED: unknown[] = ['ECONNRESET', 'EPIPE']

/** Sends requests exactly as they are written. `fetch` would correct them. */
export class FuzzClient {
  readonly #url: URL
  readonly #agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY })

  constructor(url: string) {
    this.#url = new URL(url)
  }

  close(): void {
    this.#agent.destroy()
  }

  async send(request: FuzzedRequest, cookie: string): Promise<FuzzedResponse> {
    try {
      return await this.#sendOnce(request, cookie, this.#agent)
    } catch (error) {
      // The server may close idle connections just when they are used again: all of them, after a pause.
      const isStale =
        error instanceof Error && 'code' in error && CODES_OF_CLOSED.includes(error.code)
      if (!isStale) throw error
      return this.#sendOnce(request, cookie, false)
    }
  }

  async #sendOnce(
    { method, path, headers, caller, body, chunked }: FuzzedRequest,
    cookie: string,
    agent: Agent | false,
  ): Promise<FuzzedResponse> {
    const outgoing = openRequest({
      agent,
      host: this.#url.hostname,
      port: this.#url.port,
      method,
      path,
      headers: {
        ...headers,
        ...headersOfCaller(caller, cookie),
        ...(body && !chunked && { 'Content-Length': body.length }),
      },
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>
    if (body && chunked) {
      outgoing.setHeader('Transfer-Encoding', 'chunked')
      outgoing.write(body.subarray(0, body.length / 2))
      outgoing.end(body.subarray(body.length / 2))
    } else {
      outgoing.end(body)
    }
    const [response] = await answered
    // From here on the response carries its errors.
    outgoing.on('error', () => {})
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      body: await readBody(response),
    }
  }
}

/** The body; '' for an event stream, which may have no end. */
async function readBody(response: IncomingMessage): Promise<string> {
  if (response.headers['content-type']?.startsWith('text/event-stream')) {
    response.on('error', () => {})
    response.destroy()
    return ''
  }
  let text = ''
  response.setEncoding('utf8')
  for await (const chunk of response as AsyncIterable<string>) {
    if (text.length < LONGEST_BODY) text += chunk
  }
  return text
}

/** Acts on every item, up to `CONCURRENCY` at a time. */
export async function forEachAtOnce<Item>(
  items: readonly Item[],
  act: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  const entries = items.entries()
  const work = async () => {
    for (const [index, item] of entries) await act(item, index)
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, work))
}
