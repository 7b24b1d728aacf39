import type { BrowserContext, CDPSession, Page } from '@playwright/test'

/** How much slower than this machine the page's processor is. */
const SLOWER = 4

/** Event Timing tells of nothing that was shown sooner, in milliseconds. */
export const SHORTEST_TOLD_MS = 16

/** What a page did since it was asked last. */
type Doings = {
  /** The tasks over 50 ms, in milliseconds. */
  readonly tasks: readonly number[]
  /** From each key's press to the frame that shows what came of it, in milliseconds. */
  readonly keys: readonly number[]
}

declare global {
  interface Window {
    doings: { tasks: number[]; keys: number[] }
  }
}

/** A page whose processor can be slowed, and that is watched for what takes it long. */
export class SlowPage {
  readonly page: Page
  readonly #browser: CDPSession

  private constructor(page: Page, browser: CDPSession) {
    this.page = page
    this.#browser = browser
  }

  static async open(context: BrowserContext): Promise<SlowPage> {
    const page = await context.newPage()
    const browser = await context.newCDPSession(page)
    // In the time of its thread, so that what else the machine does is not in it.
    await browser.send('Performance.enable', { timeDomain: 'threadTicks' })
    await page.addInitScript(watch, SHORTEST_TOLD_MS)
    return new SlowPage(page, browser)
  }

  async slowDown(): Promise<void> {
    await this.#browser.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  }

  async doings(): Promise<Doings> {
    return await this.page.evaluate(() => {
      const doings = window.doings
      window.doings = { tasks: [], keys: [] }
      return doings
    })
  }

  /** What is in use of the heap of its scripts once it is cleaned up, in megabytes. */
  async heapMegabytes(): Promise<number> {
    await this.#browser.send('HeapProfiler.collectGarbage')
    return (await this.#metric('JSHeapUsedSize')) / 1e6
  }

  /** What its main thread has worked since it was opened, in milliseconds of processor time. */
  async workMs(): Promise<number> {
    return (await this.#metric('TaskDuration')) * 1000
  }

  async #metric(name: string): Promise<number> {
    const { metrics } = await this.#browser.send('Performance.getMetrics')
    return metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
  }
}

/** Runs in the page, before its own scripts. */
function watch(shortest: number): void {
  window.doings = { tasks: [], keys: [] }
  const watchFor = (options: PerformanceObserverInit & { durationThreshold?: number }) => {
    new PerformanceObserver((list) => {
      for (const { entryType, name, duration } of list.getEntries()) {
        if (entryType === 'longtask') window.doings.tasks.push(duration)
        else if (name === 'keydown') window.doings.keys.push(duration)
      }
    }).observe(options)
  }
  watchFor({ type: 'longtask' })
  watchFor({ type: 'event', durationThreshold: shortest })
}
