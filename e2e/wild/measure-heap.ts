import type { Page } from '@playwright/test'

/**
 * Measures the page's heap after garbage collection, in megabytes. Documents of earlier loads pile
 * up in a browser, which frees a gigabyte of them in one long pause. If the heap is measured after
 * every load, that pause never delays a key that is timed.
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
