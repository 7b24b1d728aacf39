import { freePort } from '../../e2e/harness/server/free-port.ts'
import { startServerProcess, type ServerProcess } from '../system/server-process.ts'
import type { CallRecord } from './call.ts'

/** The provider's process, and what it tells of itself. */
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

  /** How late it was, in milliseconds, with 99 of 100 tokens since it was last asked. */
  async takeLateness(): Promise<number> {
    return (await this.#ask<{ p99: number }>('/lateness')).p99
  }

  /** How many tokens the calls that are open have been sent. */
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
