import type { BrowserContext, CDPSession, Page } from '@playwright/test'

/** How many times slower than this machine the page's processor is. */
const SLOWER = 4

/** In milliseconds: Event Timing does not report events that were shown sooner. */
export const SHORTEST_TOLD_MS = 16

/** The long tasks and keys of a page since the last look. */
type Doings = {
  /** The durations of tasks over 50 ms, in milliseconds. */
  readonly tasks: readonly number[]
  /** The times from a key's press to the frame that shows its effect, in milliseconds. */
  readonly keys: readonly number[]
}

declare global {
  interface Window {
    doings: { tasks: number[]; keys: number[] }
  }
}

/** A page whose processor can be slowed, and whose long tasks are watched. */
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
    // Thread time does not count other work of the machine.
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

  /** The scripts' heap in use after garbage collection, in megabytes. */
  async heapMegabytes(): Promise<number> {
    await this.#browser.send('HeapProfiler.collectGarbage')
    return (await this.#metric('JSHeapUsedSize')) / 1e6
  }

  /** How long the main thread has worked since the page was opened, in ms of processor time. */
  async workMs(): Promise<number> {
    return (await this.#metric('TaskDuration')) * 1000
  }

  async #metric(name: string): Promise<number> {
    const { metrics } = await this.#browser.send('Performance.getMetrics')
    return metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
  }
}

/** Runs in the page before the page's own scripts. */
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
