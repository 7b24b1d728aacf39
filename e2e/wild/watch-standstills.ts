import type { Page } from '@playwright/test'

declare global {
  interface Window {
    standstills: { longestTask: number; slowestAnswers: Record<string, number> }
  }
}

/**
 * Measures in the page, from its latest load on, in milliseconds: the longest task, and for keys and
 * for presses the longest time until the next frame was drawn.
 */
export async function watchStandstills(page: Page): Promise<() => Promise<Window['standstills']>> {
  await page.addInitScript(watch)
  return () => page.evaluate(() => window.standstills)
}

/** This is sent to the page as source, so it uses nothing from outside itself. */
function watch(): void {
  const standstills = { longestTask: 0, slowestAnswers: {} as Record<string, number> }
  window.standstills = standstills
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      standstills.longestTask = Math.max(standstills.longestTask, duration)
    }
  }).observe({ type: 'longtask', buffered: true })
  for (const type of ['keydown', 'pointerup']) {
    addEventListener(
      type,
      ({ timeStamp }) => {
        requestAnimationFrame(() => {
          // A message arrives after the frame that is about to be drawn.
          const { port1, port2 } = new MessageChannel()
          port1.addEventListener('message', () => {
            const took = performance.now() - timeStamp
            standstills.slowestAnswers[type] = Math.max(standstills.slowestAnswers[type] ?? 0, took)
          })
          port1.start()
          port2.postMessage(undefined)
        })
      },
      true,
    )
  }
}
