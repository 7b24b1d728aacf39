import type { Page } from '@playwright/test'
import { expect, test } from './harness/fixtures'
import { ChatPage } from './harness/page/chat-page'

const PORTRAIT = { width: 390, height: 844 }
const LANDSCAPE = { width: 844, height: 390 }

test.use({ viewport: PORTRAIT, hasTouch: true, isMobile: true })

const drawer = (page: Page) => page.getByRole('dialog', { name: 'Chats' })

/** Opens the drawer; resolves when it has come in and is at rest. */
async function openDrawer(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Chats', exact: true }).tap()
  await drawer(page).evaluate(async (element) => {
    await Promise.all(element.getAnimations().map(({ finished }) => finished))
  })
}

async function boxOf(page: Page, selector: string) {
  const box = await page.locator(selector).boundingBox()
  if (!box) throw new Error(`${selector} is not shown`)
  return box
}

test('a phone that is turned with its drawer open can be used as before @long', async ({
  page,
}) => {
  const chat = await ChatPage.open(page)
  await openDrawer(page)
  await page.setViewportSize(LANDSCAPE)
  await expect(page.getByRole('complementary', { name: 'Sidebar' })).toBeVisible()
  await chat.composer.tap()
  await expect(chat.composer).toBeFocused()
  await page.setViewportSize(PORTRAIT)
  await expect(drawer(page)).toHaveCount(0)
})

test('a person who goes back sees the page, and no drawer or dialog over it @long', async ({
  page,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=2 rate=0]]`)
  await chat.waitForWords(2)
  await openDrawer(page)
  await page.goBack()
  await expect(page).toHaveURL('/')
  await expect(drawer(page)).toHaveCount(0)
  await page.goForward()

  await page.getByRole('button', { name: 'Settings for this chat' }).tap()
  await expect(page.getByRole('dialog', { name: 'Settings for this chat' })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.goForward()

  await openDrawer(page)
  await page.getByRole('button', { name: 'Commands' }).tap()
  await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('nothing lies under the cut-outs of the screen', async ({ page, context, key }) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=2 rate=0]]`)
  await chat.waitForWords(2)
  const devtools = await context.newCDPSession(page)
  const cutOut = (insets: { top?: number; left?: number; right?: number; bottom?: number }) =>
    devtools.send('Emulation.setSafeAreaInsetsOverride', { insets })

  await cutOut({ top: 47, left: 0, right: 0, bottom: 34 })
  await expect.poll(async () => (await boxOf(page, 'main header')).height).toBe(47 + 56)
  const button = await boxOf(page, 'main header button')
  const header = await boxOf(page, 'main header')
  expect(button.y).toBeGreaterThanOrEqual(47)
  expect(button.y + button.height).toBeLessThanOrEqual(header.y + header.height)

  await cutOut({ top: 0, left: 47, right: 47, bottom: 21 })
  await page.setViewportSize({ width: 740, height: 360 })
  await expect.poll(async () => (await boxOf(page, 'main header button')).x).toBeGreaterThan(46)
  const composer = await boxOf(page, '.composer')
  expect(composer.x).toBeGreaterThanOrEqual(47)
  expect(composer.x + composer.width).toBeLessThanOrEqual(740 - 47)
  await openDrawer(page)
  expect((await boxOf(page, '[role="dialog"] input[type="search"]')).x).toBeGreaterThanOrEqual(47)

  await page.setViewportSize(LANDSCAPE)
  const search = await boxOf(page, 'aside input[type="search"]')
  expect(search.x).toBeGreaterThanOrEqual(47)
})

test('all of the side bar can be reached on a screen that is very low @long', async ({
  page,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=2 rate=0]]`)
  await chat.waitForWords(2)
  await page.setViewportSize({ width: 320, height: 256 })
  await openDrawer(page)
  const row = drawer(page).locator('[data-chat-id]').getByRole('link')
  await row.scrollIntoViewIfNeeded()
  await expect(row).toBeInViewport({ ratio: 1 })
  await row.tap()
  await expect(drawer(page)).toHaveCount(0)
})

test('a keyboard that lies over the page does not cover the composer', async ({ page }) => {
  const chat = await ChatPage.open(page)
  await chat.composer.tap()
  const seeOnly = (height: number) =>
    page.evaluate((seen) => {
      Object.defineProperty(window.visualViewport, 'height', { value: seen, configurable: true })
      window.visualViewport?.dispatchEvent(new Event('resize'))
    }, height)
  await seeOnly(500)
  const composer = await boxOf(page, '.composer')
  expect(composer.y + composer.height).toBeLessThanOrEqual(500)
  await seeOnly(PORTRAIT.height)
  await expect.poll(async () => (await boxOf(page, '.composer')).y).toBeGreaterThan(500)
})

test('the search key of a phone’s keyboard closes the keyboard and shows the chats found @long', async ({
  page,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`Apples [[key=${key} tokens=2 rate=0]]`)
  await chat.waitForWords(2)
  await openDrawer(page)
  const search = page.getByRole('searchbox', { name: 'Search chats' })
  await search.fill('apples')
  await search.press('Enter')
  await expect(search).not.toBeFocused()
  await expect(search).toHaveValue('apples')
  await expect(drawer(page).getByText('1 chat found')).toBeAttached()
})
