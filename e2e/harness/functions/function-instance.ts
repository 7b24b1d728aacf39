import { setTimeout as pause } from 'node:timers/promises'
import type { AppServer } from '@/e2e/harness/server/app-server'

/** From SIGTERM to the kill. */
const TERMINATION_MS = 500

/**
 * A process of a platform of functions. It stands still while no request of the platform is at work in it, and is
 * killed where one is at work for too long.
 */
export class FunctionInstance {
  readonly server: AppServer
  /** When a request that is at work here has taken too long, by its name. */
  readonly #atWork = new Map<string, NodeJS.Timeout | undefined>()
  #isFrozen = false
  #isGone = false

  constructor(server: AppServer) {
    this.server = server
  }

  get isFrozen(): boolean {
    return this.#isFrozen
  }

  get isGone(): boolean {
    return this.#isGone
  }

  /** A request comes, and may be at work for so many milliseconds. */
  begin(request: string, longestMs: number): void {
    if (this.#isFrozen) this.#signal('SIGCONT')
    this.#isFrozen = false
    this.#atWork.set(
      request,
      setTimeout(() => void this.kill(), longestMs),
    )
  }

  /** The process says how many things keep a request at work. */
  hear(request: string, holds: number): void {
    if (this.#isGone) return
    if (holds > 0) {
      // A request that had done is at work again only by what it has left behind.
      if (!this.#atWork.has(request)) this.#atWork.set(request, undefined)
      return
    }
    clearTimeout(this.#atWork.get(request))
    this.#atWork.delete(request)
    if (this.#atWork.size > 0) return
    this.#isFrozen = true
    this.#signal('SIGSTOP')
  }

  /** Ends the process as the platform does that has no more use for it. */
  async retire(): Promise<void> {
    if (this.#isFrozen) this.#signal('SIGCONT')
    this.#forget()
    const ended = this.server.end('SIGTERM')
    await Promise.race([ended, pause(TERMINATION_MS)])
    await this.server.end('SIGKILL')
  }

  /** Ends the process as the platform does where a request takes too long. */
  async kill(): Promise<void> {
    this.#forget()
    await this.server.end('SIGKILL')
  }

  #forget(): void {
    this.#isGone = true
    for (const timeout of this.#atWork.values()) clearTimeout(timeout)
    this.#atWork.clear()
  }

  #signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    process.kill(this.server.processId, signal)
  }
}
