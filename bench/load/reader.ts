import type { ClientRequest } from 'node:http'
import type { Call } from '../arms/arm.ts'
import { lastTokenIn } from '../provider/script.ts'
import { now } from '../system/clock.ts'
import { openCall, type Server } from './call.ts'

const START = '"type":"start"'

/** A piece of an answer: when it arrived, and the number of tokens up to its end. */
export type Arrival = { at: number; tokens: number }

/** An answer was refused, or broke off. */
export class AnswerBroken extends Error {
  override readonly name = 'AnswerBroken'
}

/**
 * Reads one answer as cheaply as possible: it counts, and looks only for the number of the last
 * token. Times are in ms of the shared clock.
 */
export class Reader {
  readonly key: string
  readonly askedAt = now()
  /** Resolves when the answer is over or broken off. */
  readonly over: Promise<void>
  /** When the first bytes of the body arrived. A comment counts. */
  firstByteAt: number | undefined
  /** When the event arrived that says, before any text, that the answer has begun. */
  startedAt: number | undefined
  firstTokenAt: number | undefined
  tokens = 0
  chunks = 0
  bytes = 0
  failure: Error | undefined
  /** Every piece with text, if the option `arrivals` is set. */
  readonly arrivals: Arrival[] = []
  readonly #request: ClientRequest
  #rest: Buffer | undefined
  #closed = false
  #waiting: { tokens: number; resolve: () => void }[] = []

  /** Calls the server for the answer of this key. */
  constructor(server: Server, key: string, call: Call, { arrivals = false } = {}) {
    this.key = key
    this.#request = openCall(server, call)
    this.over = new Promise((resolve) => {
      const fail = (error: Error) => {
        if (!this.#closed) this.failure ??= error
        resolve()
      }
      this.#request.on('error', fail)
      this.#request.on('response', (response) => {
        const { statusCode } = response
        if (statusCode !== 200) fail(new Error(`status ${statusCode}`))
        response.on('data', (chunk: Buffer) => this.#take(chunk, arrivals))
        response.on('end', resolve)
        response.on('error', fail)
      })
    })
  }

  /** Resolves once there are this many tokens. @throws AnswerBroken if the answer is over before */
  async until(tokens: number): Promise<void> {
    const arrived = new Promise<void>((resolve) => this.#waiting.push({ tokens, resolve }))
    if (this.tokens < tokens) await Promise.race([arrived, this.over])
    if (this.tokens < tokens) this.#fail(tokens)
  }

  /** Hangs up. */
  close(): void {
    this.#closed = true
    this.#request.destroy()
  }

  /** @throws AnswerBroken unless the whole answer was read, and nothing else */
  assertWhole(tokens: number): void {
    if (this.failure || this.tokens !== tokens) this.#fail(tokens)
  }

  #fail(tokens: number): never {
    throw new AnswerBroken(`${this.key}: ${this.tokens} of ${tokens} tokens`, {
      cause: this.failure,
    })
  }

  #take(chunk: Buffer, arrivals: boolean): void {
    const at = now()
    this.firstByteAt ??= at
    if (this.firstTokenAt === undefined && chunk.includes(START)) this.startedAt = at
    this.chunks += 1
    this.bytes += chunk.length
    const bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk
    const { number, cutAt } = lastTokenIn(bytes)
    this.#rest = cutAt === undefined ? undefined : bytes.subarray(cutAt)
    if (number === 0) return
    this.firstTokenAt ??= at
    this.tokens = number
    if (this.#waiting.length > 0) this.#wake()
    if (arrivals) this.arrivals.push({ at, tokens: number })
  }

  #wake(): void {
    const here = this.#waiting.filter(({ tokens }) => tokens <= this.tokens)
    for (const { resolve } of here) resolve()
    this.#waiting = this.#waiting.filter(({ tokens }) => tokens > this.tokens)
  }
}
