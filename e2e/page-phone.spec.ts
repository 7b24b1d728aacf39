import type { Page } from '@playwright/test'
import { ChatPage } from './harness/chat-page'
import { expect, test } from './harness/fixtures'

const PORTRAIT = { width: 390, height: 844 }
const LANDSCAPE = { width: 844, height: 390 }

test.use({ viewport: PORTRAIT, hasTouch: true, isMobile: true })

const drawer = (page: Page) => page.getByRole('dialog', { name: 'Chats' })

async function openDrawer(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Chats', exact: true }).tap()
  await expect(drawer(page)).toBeVisible()
}

test('a phone that is turned with its drawer open can be used as before', async ({ page }) => {
  const chat = await ChatPage.open(page)
  await openDrawer(page)
  await page.setViewportSize(LANDSCAPE)
  await expect(page.getByRole('complementary', { name: 'Side bar' })).toBeVisible()
  await chat.composer.tap()
  await expect(chat.composer).toBeFocused()
  await page.setViewportSize(PORTRAIT)
  await expect(drawer(page)).toHaveCount(0)
})

test('who goes back sees the page that is there, and nothing over it', async ({ page, key }) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=2 rate=0]]`)
  await chat.waitForWords(2)
  await openDrawer(page)
  await page.goBack()
  await expect(page).toHaveURL('/')
  await expect(drawer(page)).toHaveCount(0)
  await page.goForward()

  await page.getByRole('button', { name: 'Settings of this chat' }).tap()
  await expect(page.getByRole('dialog', { name: 'Settings of this chat' })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.goForward()

  await openDrawer(page)
  await page.getByRole('button', { name: 'Commands' }).tap()
  await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('dialog')).toHaveCount(0)
})
