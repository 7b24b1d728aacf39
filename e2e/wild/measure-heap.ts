import type { Page } from '@playwright/test'

/**
 * Measures what the page holds once the browser has collected its garbage, in megabytes. A browser
 * leaves the documents of earlier loads to pile up, and frees a gigabyte of them in one long pause:
 * measured after each load, they can never make a key wait that is timed.
 */
export async function measureHeap(page: Page): Promise<() => Promise<number>> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable')
  return async () => {
    await devtools.send('HeapProfiler.collectGarbage')
    const { metrics } = await devtools.send('Performance.getMetrics')
    const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')
    if (heap === undefined) throw new Error('the browser does not tell its heap')
    return heap.value / 1e6
  }
}
