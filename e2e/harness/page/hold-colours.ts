import type { Page } from '@playwright/test'

declare global {
  interface Window {
    letColoursCome?: () => void
  }
}

/** Holds messages to workers back until `letColoursCome` is called. */
export async function holdColours(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const held: (() => void)[] = []
    let isOpen = false
    // oxlint-disable-next-line typescript/unbound-method -- it is called with its worker
    const post: (this: Worker, message: unknown) => void = Worker.prototype.postMessage
    Worker.prototype.postMessage = function postLater(this: Worker, message: unknown) {
      const send = () => {
        post.call(this, message)
      }
      if (isOpen) send()
      else held.push(send)
    }
    window.letColoursCome = () => {
      isOpen = true
      for (const send of held) send()
    }
  })
}
