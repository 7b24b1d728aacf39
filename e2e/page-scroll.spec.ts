import type { Page } from '@playwright/test'
import { releaseCall } from './fake-provider/books'
import { ChatPage } from './harness/chat-page'
import { expect, test } from './harness/fixtures'

test('the end is followed until one scrolls up, and nobody who reads is moved', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=2000 rate=0 hold=700]]`)
  await chat.waitForWords(700)
  const toLatest = page.getByRole('button', { name: 'To the latest' })
  await expect.poll(() => pixelsBelow(page)).toBeLessThan(4)
  await expect(toLatest).toBeHidden()

  await page.getByRole('region', { name: 'Messages' }).hover()
  await page.mouse.wheel(0, -40)
  await expect(toLatest).toBeVisible()
  await expect.poll(() => pixelsBelow(page)).toBe(40)
  const before = await pixelsAbove(page)
  await releaseCall(provider.url, key, 1_400)
  await chat.waitForWords(1_400)
  expect(await pixelsAbove(page)).toBe(before)
  expect(await pixelsBelow(page)).toBeGreaterThan(100)

  await toLatest.click()
  await expect.poll(() => pixelsBelow(page)).toBeLessThan(4)
  await expect(toLatest).toBeHidden()
  await releaseCall(provider.url, key)
  await chat.waitForWords(2_000)
  await expect.poll(() => pixelsBelow(page)).toBeLessThan(4)
})

function pixelsAbove(page: Page): Promise<number> {
  return page.locator('[data-scroller]').evaluate((scroller) => scroller.scrollTop)
}

function pixelsBelow(page: Page): Promise<number> {
  return page
    .locator('[data-scroller]')
    .evaluate((scroller) => scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop)
}
