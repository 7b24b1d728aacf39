import { freePort } from '../../e2e/harness/free-port.ts'
import { startServerProcess, type ServerProcess } from '../arms/server-process.ts'
import type { CallRecord } from './call.ts'

type Statistics = { openCalls: number; tokens: number; lateness99: number }

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

  statistics(): Promise<Statistics> {
    return this.#ask('')
  }

  /** Forgets all calls; those still open go on. */
  forget(): Promise<Statistics> {
    return this.#ask('', 'DELETE')
  }

  /** The latest call under a key, with the time at which each token was written. */
  call(key: string): Promise<CallRecord & { sentAt: number[] }> {
    return this.#ask(`/${key}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.end()
  }

  async #ask<Answer>(path: string, method = 'GET'): Promise<Answer> {
    const response = await fetch(`${this.url}/calls${path}`, { method })
    if (!response.ok) throw new Error(await response.text())
    return (await response.json()) as Answer
  }
}
