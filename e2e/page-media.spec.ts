import type { Locator } from '@playwright/test'
import { expect, test } from './harness/fixtures'
import { ChatPage } from './harness/page/chat-page'

/** The width of an element's outline, in pixels; 0 without one. */
const outlineOf = (target: Locator) =>
  target.evaluate((element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    return outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth)
  })

test('the chosen row and the arriving answer can be seen in the system’s forced colours @long', async ({
  page,
  key,
}) => {
  await page.emulateMedia({ forcedColors: 'active' })
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=90 hold=4]]`)
  await chat.waitForWords(4)
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  await expect(chat.answer.locator('.caret')).not.toHaveCSS('background-color', ground)
  expect(await outlineOf(chat.chatList.first())).toBeGreaterThan(0)

  await page.keyboard.press('Control+k')
  const options = page.getByRole('option')
  await expect(options.first()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('ArrowDown')
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true')
  expect(await outlineOf(options.nth(1))).toBeGreaterThan(0)
  expect(await outlineOf(options.nth(2))).toBe(0)
  await page.keyboard.press('Escape')
  // The composer has the focus back, so it takes it from nothing that follows.
  await expect(chat.composer).toBeFocused()

  await chat.chatList
    .first()
    .getByRole('button', { name: /^Options/ })
    .press('Enter')
  const item = page.getByRole('menuitem').first()
  await expect(item).toBeFocused()
  expect(await outlineOf(item)).toBeGreaterThan(0)
})

test('a chat is printed whole, without the page around it @long', async ({ page, key }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  const chat = await ChatPage.open(page)
  await chat.ask(`Print this [[key=${key} tokens=1500 rate=0]]`)
  await chat.waitForWords(1500)
  await page.evaluate(() => {
    document.documentElement.dataset['appearance'] = 'dark'
  })
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await expect(page.getByRole('complementary', { name: 'Sidebar' })).toBeHidden()
  await expect(chat.composer).toBeHidden()
  await expect(chat.answer.getByRole('button').first()).toBeHidden()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  const [whole, shown] = await page.evaluate(() => {
    const messages = document.querySelector('[data-scroller]')
    return [document.documentElement.scrollHeight, messages?.scrollHeight ?? Infinity]
  })
  expect(whole).toBeGreaterThanOrEqual(shown)
  const pdf = (await page.pdf({ width: '800px', height: '1000px' })).toString('latin1')
  expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(2)
  // Paper is white, whatever the page looks like.
  await expect(chat.question.locator('div').first()).toHaveCSS('color-scheme', 'light')
})
