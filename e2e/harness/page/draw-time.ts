import type { Page } from '@playwright/test'

declare global {
  interface Window {
    drawTime: Promise<number>
  }
}

/**
 * How long this machine takes, as busy as it is, from a press of a pointer or a key to the end of the next
 * frame, in milliseconds: no page shows what a press does any sooner.
 */
export async function drawTimeOf(page: Page, press: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    window.drawTime = new Promise((resolve) => {
      const watch = (event: Event) => {
        removeEventListener('pointerup', watch, true)
        removeEventListener('keydown', watch, true)
        requestAnimationFrame(() => {
          // A message arrives after the frame that is about to be drawn.
          const { port1, port2 } = new MessageChannel()
          port1.addEventListener('message', () => {
            resolve(performance.now() - event.timeStamp)
          })
          port1.start()
          port2.postMessage(undefined)
        })
      }
      addEventListener('pointerup', watch, true)
      addEventListener('keydown', watch, true)
    })
  })
  await press()
  return page.evaluate(() => window.drawTime)
}
