import { freePort } from '../../e2e/harness/server/free-port.ts'
import { startServerProcess, type ServerProcess } from '../system/server-process.ts'
import type { CallRecord } from './call.ts'

/** The provider's process, and its books. */
export class Provider implements AsyncDisposable {
  readonly #process: ServerProcess

  private constructor(process: ServerProcess) {
    this.#process = process
  }

  static async start(): Promise<Provider> {
    const port = await freePort()
    return new Provider(await startServerProcess(['bench/provider/main.ts', String(port)], port))
  }

  get url(): string {
    return this.#process.url
  }

  get processId(): number {
    return this.#process.processId
  }

  /** The 99th percentile of the tokens' lateness since the last call, in milliseconds. */
  async takeLateness(): Promise<number> {
    return (await this.#ask<{ p99: number }>('/lateness')).p99
  }

  /** How many tokens have been sent to the calls that are open. */
  async tokensOfOpenCalls(): Promise<number> {
    return (await this.#ask<{ tokensOfOpen: number }>('/calls')).tokensOfOpen
  }

  /** The latest call under a key, with the time at which each token was written. */
  call(key: string): Promise<CallRecord & { sentAt: number[] }> {
    return this.#ask(`/calls/${key}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.end()
  }

  async #ask<Answer>(path: string): Promise<Answer> {
    const response = await fetch(this.url + path)
    if (!response.ok) throw new Error(await response.text())
    return (await response.json()) as Answer
  }
}
