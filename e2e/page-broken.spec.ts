import { expect, test } from './harness/fixtures'
import { ChatPage } from './harness/page/chat-page'

/** Scripts that load when they are needed, and are gone once the server has another version. */
const PARTS = '**/_next/static/chunks/**'

test('a page whose parts are gone says so, and loading it again helps', async ({ page, key }) => {
  await page.goto('/')
  const chat = new ChatPage(page)
  await expect(chat.composer).toBeEditable()
  await page.route(PARTS, (route) => route.fulfill({ status: 404 }))
  // Not `ask`, which reads the composer once more: it goes with the page's parts.
  await chat.composer.fill(`[[key=${key} tokens=3 rate=0]]`)
  await chat.composer.press('Enter')
  await expect(page.getByRole('heading', { name: 'Something went wrong' })).toBeVisible()
  await page.unroute(PARTS)
  await page.getByRole('button', { name: 'Reload' }).click()
  await chat.waitForWords(3)
})
