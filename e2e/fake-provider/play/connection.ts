import type { ServerResponse } from 'node:http'
import { setImmediate } from 'node:timers/promises'
import type { Call, Token } from '../books/call.ts'
import { epochNow } from '../books/clock.ts'

const pieceLengths = [1, 3, 7, 2, 29, 5, 17, 1, 11] as const

/** Cuts the UTF-8 bytes of a text into small pieces, also within characters and lines. */
function* splitBytes(text: string): Generator<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  let start = 0
  for (let index = 0; start < bytes.length; index += 1) {
    const end = start + (pieceLengths[index % pieceLengths.length] ?? 1)
    yield bytes.subarray(start, end)
    start = end
  }
}

/** The response of one call. Its writes and their times go into the books. */
export class Connection {
  readonly #closed = new AbortController()
  readonly #response: ServerResponse
  readonly #call: Call
  readonly #inPieces: boolean

  constructor(response: ServerResponse, call: Call, inPieces: boolean) {
    this.#response = response
    this.#call = call
    this.#inPieces = inPieces
    response.once('close', () => this.#enterClose())
    if (response.closed) this.#enterClose()
  }

  /** Aborts when the client closes, and when the response is over. */
  get closed(): AbortSignal {
    return this.#closed.signal
  }

  sendHeaders(status: number, headers: Record<string, string>): void {
    this.#response.writeHead(status, headers)
    this.#response.flushHeaders()
    this.#call.status = status
    this.#call.headersSentAt = epochNow()
  }

  /** Writes in one go or in small pieces. @throws AbortError once the connection is closed */
  async write(text: string): Promise<void> {
    this.closed.throwIfAborted()
    if (!this.#inPieces) {
      this.#response.write(text)
      return
    }
    for (const piece of splitBytes(text)) {
      await setImmediate(undefined, { signal: this.closed })
      this.#response.write(piece)
    }
  }

  /** Writes the events of tokens in one go, and enters each in the books once it is written. */
  async writeTokens(tokens: readonly Token[], eventOf: (token: Token) => string): Promise<void> {
    if (!this.#inPieces) this.#response.cork()
    for (const token of tokens) {
      if (this.closed.aborted) this.#call.tokensAfterClose += 1
      await this.write(eventOf(token))
      this.#call.tokens.push({ ...token, sentAt: epochNow() })
      if (token.kind === 'text') this.#call.text += token.text
      else this.#call.reasoningText += token.text
    }
    if (!this.#inPieces) this.#response.uncork()
  }

  end(text = ''): void {
    this.#enterEnd()
    this.#response.end(text)
  }

  /** Delivers the text written so far, then breaks the connection off within the body. */
  cut(): void {
    this.#enterEnd()
    this.#response.socket?.destroySoon()
  }

  #enterEnd(): void {
    this.#call.finishedAt = epochNow()
    this.#call.open = false
  }

  #enterClose(): void {
    if (this.#call.finishedAt === null) {
      this.#call.closedAt = epochNow()
      this.#call.abortedByClient = true
      this.#call.open = false
    }
    this.#closed.abort()
  }
}
