import { expect, test } from './harness/fixtures'
import { ChatPage } from './harness/page/chat-page'

declare global {
  interface Window {
    keyListeners: number
  }
}

test('a longer chat adds no listeners for keys @long', async ({ page, key }) => {
  await page.addInitScript(() => {
    window.keyListeners = 0
    const listeners: Partial<Record<string, number>> = {
      addEventListener: 1,
      removeEventListener: -1,
    }
    for (const [name, change] of Object.entries(listeners)) {
      const original = Reflect.get(Document.prototype, name) as Document['addEventListener']
      Reflect.set(document, name, (...call: Parameters<typeof original>) => {
        if (call[0] === 'keydown') window.keyListeners += change ?? 0
        original.apply(document, call)
      })
    }
  })
  const chat = await ChatPage.open(page)
  const ask = async (number: number) => {
    await chat.ask(`[[key=${key}-${number} tokens=3 rate=0]]`)
    await expect(page.getByRole('button', { name: 'More', exact: true })).toHaveCount(number)
  }
  await ask(1)
  const inShortChat = await page.evaluate(() => window.keyListeners)
  for (const number of [2, 3, 4]) await ask(number)
  expect(await page.evaluate(() => window.keyListeners)).toBe(inShortChat)
})

test('a menu opens by keys on its first item, by a press on no item, and gives the focus back', async ({
  page,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=3 rate=0]]`)
  // Not by its role: an element behind an open menu has none.
  const more = page.locator('button[aria-label="More"]')
  const items = page.getByRole('menu', { name: 'More' }).getByRole('menuitem')
  for (const opening of ['Enter', ' ', 'ArrowDown']) {
    await more.focus()
    await page.keyboard.press(opening)
    await expect(items.first()).toBeFocused()
    await expect(more).toHaveAttribute('aria-expanded', 'true')
    await page.keyboard.press('Escape')
    await expect(items).toHaveCount(0)
    await expect(more).toBeFocused()
    await expect(more).toHaveAttribute('aria-expanded', 'false')
  }
  await chat.composer.focus()
  await more.click()
  await expect(items.first()).toBeVisible()
  await expect(items.first()).not.toBeFocused()
  // A press outside the menu closes it.
  await page.mouse.click(5, 5)
  await expect(items).toHaveCount(0)
  await more.click()
  await expect(items.first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(more).toBeFocused()
})
