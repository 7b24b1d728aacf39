import { expect, test } from './harness/fixtures'
import { ChatPage } from './harness/page/chat-page'

/** Scripts that load when they are needed, and are gone once the server has another version. */
const PARTS = '**/_next/static/chunks/**'

test('P13 an answer whose renderer is kept away by the network is shown, stopped, and drawn once it is back', async ({
  page,
  key,
}) => {
  const chat = await ChatPage.open(page)
  const away = [PARTS, '**/api/health']
  for (const address of away)
    await page.route(address, (route) => route.abort('internetdisconnected'))
  await chat.ask(`[[key=${key} tokens=60 hold=20]]`)
  await chat.waitForWords(20)
  const { words } = await chat.pressStop()
  await expect(chat.answer).toContainText('Stopped ·')
  expect(await chat.words()).toBe(words)
  for (const address of away) await page.unroute(address)
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await chat.waitUntilDrawn()
  expect(await chat.words()).toBe(words)
})

test('a page whose parts are gone says so, and loading it again helps', async ({ page, key }) => {
  const chat = await ChatPage.open(page)
  await page.route(PARTS, (route) => route.fulfill({ status: 404 }))
  // Not `ask`, which reads the composer once more: it goes with the page's parts.
  await chat.composer.fill(`[[key=${key} tokens=3 rate=0]]`)
  await chat.composer.press('Enter')
  await expect(page.getByRole('heading', { name: 'Something went wrong' })).toBeVisible()
  await page.unroute(PARTS)
  await page.getByRole('button', { name: 'Reload' }).click()
  await chat.waitForWords(3)
})
