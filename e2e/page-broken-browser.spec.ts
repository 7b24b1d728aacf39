import { readCall } from './fake-provider/books/books'
import { expect, test } from './harness/fixtures'
import { longUnless } from './harness/long-unless'
import { lacks, refuseCookies, setClockOff } from './harness/page/broken-browser'
import { ChatPage } from './harness/page/chat-page'

const COOKIES = 'Your browser is blocking cookies from this site'
const DAY_MS = 24 * 60 * 60 * 1000

test('a page whose cookies are blocked says so, keeps the text, and makes only a few guests', async ({
  page,
  context,
  server,
  provider,
  key,
}) => {
  const guests = () =>
    server.query<{ users: number }>('SELECT count(*) AS users FROM users')[0]?.users ?? 0
  const allowCookies = await refuseCookies(context)
  const before = guests()
  const chat = await ChatPage.open(page)
  const note = page.getByRole('alert').filter({ hasText: COOKIES })
  await expect(note).toContainText('Allow them, then try again')
  const text = `[[key=${key} tokens=4 rate=0]] Precious`
  await chat.composer.fill(text)
  await chat.composer.press('Enter')
  await expect(page.getByText('Not sent.')).toBeVisible()
  await expect(chat.composer).toHaveValue(text)
  await expect(page.getByText('has not answered yet')).toHaveCount(0)
  await expect(page.getByText('Reconnecting')).toHaveCount(0)
  // One for the page and one for the send; tests that run at the same time make guests, too.
  expect(guests() - before).toBeLessThan(10)
  await allowCookies()
  await page.getByRole('button', { name: 'Send again' }).click()
  await chat.waitForWords(4)
  await expect(note).toHaveCount(0)
  await expect(chat.composer).toHaveValue('')
  expect((await readCall(provider.url, key))?.attempt).toBe(1)
})

test('the sign-in page says that cookies are blocked @long', async ({ page, context, key }) => {
  await refuseCookies(context)
  await page.goto('/sign-in?new')
  await page.getByRole('textbox', { name: 'Name' }).fill('Ann')
  await page.getByRole('textbox', { name: 'E-mail', exact: true }).fill(`${key}@example.org`)
  await page.getByLabel('Password', { exact: true }).fill('long enough for me')
  await page.getByRole('button', { name: 'Create an account' }).click()
  await expect(page.getByText('Your browser is blocking cookies from this site.')).toBeVisible()
  await expect(page).toHaveURL('/sign-in?new')
})

for (const [what, takeAway] of Object.entries(lacks)) {
  test(`a browser without ${what} shows and stops an answer, in every tab${longUnless(what === 'all storage')}`, async ({
    page,
    context,
    key,
  }) => {
    await context.addInitScript(takeAway)
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    const chat = await ChatPage.open(page)
    await chat.ask(`[[key=${key} tokens=60 hold=20]]`)
    await chat.waitForWords(20)
    const other = await ChatPage.open(await context.newPage(), new URL(page.url()).pathname)
    await other.waitForWords(20)
    await chat.pressStop()
    await expect(chat.answer).toContainText('Stopped ·')
    await expect(other.answer).toContainText('Stopped ·')
    await page.getByRole('link', { name: 'New chat' }).first().click()
    await chat.composer.fill('A draft')
    await chat.composer.fill('')
    expect(errors).toEqual([])
  })
}

for (const [when, offMs] of [
  ['ahead', DAY_MS],
  ['behind', -DAY_MS],
] as const) {
  test(`R26 a clock that is a day ${when} makes nobody wait longer, and no chat older${longUnless(offMs > 0)}`, async ({
    page,
    key,
  }) => {
    await setClockOff(page, offMs)
    const chat = await ChatPage.open(page)
    await chat.ask(`[[key=${key} tokens=3 status=429 retryAfter=40 faultyAttempts=9]]`)
    await expect(chat.answer).toHaveAttribute('data-status', 'failed')
    const retry = chat.answer.getByRole('button', { name: /^Retry/ })
    await expect(retry).toHaveText(/^Retry in [1-4]?\d s$/)
    await expect(page.getByRole('heading', { name: 'Today' })).toBeVisible()
    await chat.answer.getByRole('button', { name: 'Details' }).click()
    const today = new Intl.DateTimeFormat('en-US', { dateStyle: 'long' }).format(new Date())
    await expect(page.getByRole('dialog')).toContainText(today)
  })
}
