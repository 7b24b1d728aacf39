import { setTimeout as pause } from 'node:timers/promises'
import type { Page, Request } from '@playwright/test'

/** A page is idle when it has all its scripts and has begun no other for this long. */
const IDLE_MS = 500
const DEADLINE_MS = 30_000

/** The scripts that a page, or a worker of it, has loaded since it was watched. */
export class LoadedScripts {
  readonly #requests = new Set<Request>()
  readonly #underWay = new Set<Request>()
  #changedAt = performance.now()

  constructor(page: Page) {
    page.on('request', (request) => {
      if (!new URL(request.url()).pathname.endsWith('.js')) return
      this.#requests.add(request)
      this.#underWay.add(request)
      this.#changedAt = performance.now()
    })
    const end = (request: Request) => {
      if (this.#underWay.delete(request)) this.#changedAt = performance.now()
    }
    page.on('requestfinished', end)
    page.on('requestfailed', end)
  }

  /**
   * Resolves when the page is idle. The network as a whole never is: the server's events arrive
   * over one response that does not end.
   */
  async settled(): Promise<void> {
    const giveUpAt = performance.now() + DEADLINE_MS
    while (!this.#isIdle()) {
      if (performance.now() > giveUpAt) throw new Error('the page goes on loading scripts')
      await pause(50)
    }
  }

  /** The scripts' bytes as transferred, without headers. */
  async transferredBytes(): Promise<number> {
    const sizes = await Promise.all([...this.#requests].map((request) => request.sizes()))
    return sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0)
  }

  /** The text of every script. */
  texts(): Promise<string[]> {
    return Promise.all([...this.#requests].map(textOf))
  }

  #isIdle(): boolean {
    const isQuiet = performance.now() - this.#changedAt > IDLE_MS
    return isQuiet && this.#requests.size > 0 && this.#underWay.size === 0
  }
}

async function textOf(request: Request): Promise<string> {
  return (await (await request.response())?.text()) ?? ''
}
