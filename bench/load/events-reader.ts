import type { ClientRequest } from 'node:http'
import type { Arm, Call } from '../arms/arm.ts'
import { tokensIn } from '../provider/script.ts'
import { openCall } from './call.ts'

/** Reads everything of one person, over the one connection of a page. It only counts. */
export class EventsReader {
  /** Resolves at the first bytes. @throws Error if the connection is refused or fails before */
  readonly opened: Promise<void>
  tokens = 0
  bytes = 0
  failure: Error | undefined
  readonly #request: ClientRequest
  #closed = false

  constructor(arm: Arm, call: Call) {
    this.#request = openCall(arm, call)
    this.opened = new Promise((resolve, reject) => {
      const fail = (error: Error) => {
        if (!this.#closed) this.failure ??= error
        reject(error)
      }
      this.#request.on('error', fail)
      this.#request.on('response', (response) => {
        const { statusCode } = response
        if (statusCode !== 200) fail(new Error(`status ${statusCode}`))
        response.on('data', (chunk: Buffer) => {
          this.bytes += chunk.length
          this.tokens += tokensIn(chunk)
          resolve()
        })
        response.on('end', () => fail(new Error('the events ended')))
        response.on('error', fail)
      })
    })
  }

  close(): void {
    this.#closed = true
    this.#request.destroy()
  }
}
