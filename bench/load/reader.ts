import { Agent, request as openRequest, type ClientRequest } from 'node:http'
import { epochNow } from '../../e2e/fake-provider/clock.ts'
import type { Arm } from '../arms/arm.ts'
import { lastTokenIn, type AnswerRequest } from '../provider/script.ts'

const agent = new Agent({ keepAlive: true, maxSockets: Infinity })

/** A piece of an answer: when it came, and how many tokens there were with it. */
export type Arrival = { at: number; tokens: number }

/**
 * Reads one answer as cheaply as can be: counts, and looks for the number of the last token only.
 * Times: epoch ms.
 */
export class Reader {
  readonly key: string
  readonly askedAt = epochNow()
  /** Resolves when the answer is over, or broke off. */
  readonly over: Promise<void>
  /** The first bytes of the body, a comment or an event among them. */
  firstByteAt: number | undefined
  firstTokenAt: number | undefined
  tokens = 0
  chunks = 0
  bytes = 0
  status: number | undefined
  failure: Error | undefined
  /** Every piece with text, where these were wanted. */
  readonly arrivals: Arrival[] = []
  readonly #request: ClientRequest
  #rest: Buffer | undefined
  #closed = false

  constructor(arm: Arm, script: AnswerRequest, { arrivals = false } = {}) {
    this.key = script.key
    const { path, headers, body } = arm.ask(script)
    this.#request = openRequest(arm.url + path, { agent, method: 'POST', headers })
    this.over = new Promise((resolve) => {
      const fail = (error: Error) => {
        if (!this.#closed) this.failure ??= error
        resolve()
      }
      this.#request.on('error', fail)
      this.#request.on('response', (response) => {
        this.status = response.statusCode
        response.on('data', (chunk: Buffer) => this.#take(chunk, arrivals))
        response.on('end', resolve)
        response.on('error', fail)
      })
    })
    this.#request.end(body)
  }

  /** Hangs up. */
  close(): void {
    this.#closed = true
    this.#request.destroy()
  }

  /** Throws unless the whole answer was read, and nothing else. */
  assertWhole(tokens: number): void {
    if (this.failure) throw this.failure
    if (this.status === 200 && this.tokens === tokens) return
    throw new Error(`${this.key}: ${this.status}, ${this.tokens} of ${tokens} tokens`)
  }

  #take(chunk: Buffer, arrivals: boolean): void {
    const at = epochNow()
    this.firstByteAt ??= at
    this.chunks += 1
    this.bytes += chunk.length
    const bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk
    const { number, cutAt } = lastTokenIn(bytes)
    this.#rest = cutAt === undefined ? undefined : bytes.subarray(cutAt)
    if (number === 0) return
    this.firstTokenAt ??= at
    this.tokens = number
    if (arrivals) this.arrivals.push({ at, tokens: number })
  }
}
