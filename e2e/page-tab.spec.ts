import type { Page } from '@playwright/test'
import { releaseCall } from './fake-provider/books/books'
import { expect, test } from './harness/fixtures'
import { ChatPage } from './harness/page/chat-page'

/** The icon that a browser takes: the last of those that the page names. */
const iconOf = (page: Page) =>
  page.evaluate(() => {
    const icon = [...document.head.querySelectorAll<HTMLLinkElement>('link[rel~="icon"]')].at(-1)
    return icon && new URL(icon.href).pathname
  })

async function expectIcon(page: Page, icon: string): Promise<void> {
  await expect.poll(() => iconOf(page)).toBe(icon)
}

test('the tab shows that an answer arrives, here or in another chat', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await expectIcon(page, '/icon.svg')
  await expect(page).toHaveTitle('New chat · Fullstop')
  await chat.ask(`Slow [[key=${key} tokens=9 hold=3]]`)
  await chat.waitForWords(3)
  await expectIcon(page, '/icon-answering.svg')
  await expect(page).toHaveTitle(/^… Slow/)

  await page.getByRole('link', { name: 'New chat' }).first().click()
  await expect(page).toHaveTitle('New chat · Fullstop')
  await expectIcon(page, '/icon-answering.svg')
  await chat.chatList.first().getByRole('link').click()
  await expect(page).toHaveTitle(/^… Slow/)
  await page.reload()
  await expect(page).toHaveTitle(/^… Slow/)
  await expectIcon(page, '/icon-answering.svg')

  await page.getByRole('link', { name: 'New chat' }).first().click()
  await releaseCall(provider.url, key)
  await expect(page).toHaveTitle('(1) New chat · Fullstop')
  await expectIcon(page, '/icon.svg')
})

test('Stop puts the tab at rest before the server has confirmed it', async ({ page, key }) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`Slow [[key=${key} tokens=9000]]`)
  await chat.waitForWords(3)
  await expectIcon(page, '/icon-answering.svg')
  await page.route('**/cancel', () => {})
  await page.keyboard.press('Escape')
  await expect(chat.answer).toContainText('Stopping')
  await expectIcon(page, '/icon.svg')
  await expect(page).toHaveTitle(/^Slow/)
})

test('the tab keeps its icon and its one title when the page’s head is drawn again', async ({
  page,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=9 hold=3]]`)
  await chat.waitForWords(3)
  await expectIcon(page, '/icon-answering.svg')
  await page.evaluate(() => {
    const [first] = document.head.querySelectorAll('link[rel~="icon"]')
    if (first) document.head.append(first)
  })
  await expectIcon(page, '/icon-answering.svg')
  await expect(page.locator('title:not(svg title)')).toHaveCount(1)
})

for (const path of ['/icon.svg', '/icon-answering.svg']) {
  test(`the icon ${path} is there`, async ({ server }) => {
    const response = await fetch(server.url + path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('image/svg+xml')
  })
}

test('a browser that draws no SVG in its tab finds an icon at its usual address', async ({
  request,
  server,
}) => {
  const icon = await request.get(`${server.url}/favicon.ico`)
  expect(icon.status()).toBe(200)
  expect(icon.headers()['content-type']).toContain('image/')
})
