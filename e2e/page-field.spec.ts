import type { Page } from '@playwright/test'
import { expect, test } from './harness/fixtures'
import { ChatPage } from './harness/page/chat-page'

/** Makes the browser lack `field-sizing`, so that the page's script sizes the field. */
async function forgetFieldSizing(page: Page): Promise<void> {
  await page.addInitScript(() => {
    CSS.supports = () => false
    addEventListener('DOMContentLoaded', () => {
      const style = document.createElement('style')
      style.textContent = '.question-field { field-sizing: fixed !important; }'
      document.head.append(style)
    })
  })
}

for (const by of ['style', 'script'] as const) {
  test(`the question's field is as high as its text by ${by}, to a limit`, async ({ page }) => {
    if (by === 'script') await forgetFieldSizing(page)
    const { composer } = await ChatPage.open(page)
    const height = () => composer.evaluate((field) => field.clientHeight)
    const oneLine = await height()
    await composer.fill('one\ntwo\nthree')
    await expect.poll(height).toBeGreaterThan(oneLine * 1.5)
    const threeLines = await height()
    await composer.fill('line\n'.repeat(30))
    await expect.poll(height).toBeGreaterThan(threeLines * 1.5)
    expect(await height()).toBeLessThan(threeLines * 4)
    await composer.fill('one')
    await expect.poll(height).toBe(oneLine)
  })
}
