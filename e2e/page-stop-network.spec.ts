import type { Page, Route } from '@playwright/test'
import { readCall, releaseCall, waitForCall } from './fake-provider/books/books'
import { expect, test } from './harness/fixtures'
import { CancelProxy } from './harness/network/cancel-proxy'
import { ChatPage } from './harness/page/chat-page'

const CANCELS = '**/api/messages/*/cancel'

/** Lets no cancel of this page through, until the result is called. */
async function swallowCancels(page: Page, swallow: (route: Route) => void = () => {}) {
  await page.route(CANCELS, swallow)
  return () => page.unroute(CANCELS)
}

const isClosed = ({ open }: { open: boolean }) => !open

test('P13 R3 a cancel that is never answered is tried again, and at once on a press', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=9000]]`)
  await chat.waitForWords(5)
  let calls = 0
  await swallowCancels(page, () => {
    calls += 1
  })
  const { words } = await chat.pressStop()
  await expect.poll(() => calls).toBe(1)
  await page.keyboard.press('Escape')
  await expect.poll(() => calls).toBe(2)
  await page.getByRole('button', { name: 'Stopping. Try again now' }).click()
  await expect.poll(() => calls).toBe(3)
  await expect(chat.answer).toContainText('Could not reach the server to stop this. Trying again')
  await expect.poll(() => calls).toBeGreaterThan(4)
  expect((await readCall(provider.url, key))?.open).toBe(true)
  await page.unroute(CANCELS)
  // The page tries again on its own: a press on Try now would race with that.
  await expect(chat.answer).toContainText('Stopped')
  expect(await chat.words()).toBe(words)
  expect((await waitForCall(provider.url, key, isClosed)).abortedByClient).toBe(true)
})

/** A network that swallows every cancel, also of a page that is left, until `calm` is called. */
const stopTest = test.extend<{ network: CancelProxy }>({
  network: async ({ server }, provide) => {
    const proxy = await CancelProxy.start(server.port)
    proxy.prepare({ cancels: Array.from({ length: 100 }, () => ({ kind: 'swallow' })) })
    await provide(proxy)
    await proxy.close()
  },
})

stopTest(
  'P13 R33 a reload takes up a stop that has not got through',
  async ({ page, server, provider, key, network }) => {
    const chat = await ChatPage.open(page, network.url)
    await chat.ask(`[[key=${key} tokens=9000]]`)
    await chat.waitForWords(5)
    const { words } = await chat.pressStop()
    await page.reload()
    await expect(chat.answer).toContainText(/Stopping|Could not reach/)
    expect(await chat.words()).toBe(words)
    expect((await readCall(provider.url, key))?.open).toBe(true)
    network.calm()
    await expect(chat.answer).toContainText('Stopped')
    expect(await chat.words()).toBe(words)
    expect((await waitForCall(provider.url, key, isClosed)).abortedByClient).toBe(true)
    expect(server.storedMessage(await chat.answerId())).toMatchObject({ status: 'cancelled' })
    const kept = await page.evaluate(() => Object.keys(localStorage))
    expect(kept.filter((entry) => entry.startsWith('fullstop.stop'))).toEqual([])
  },
)

stopTest(
  'P13 R33 another tab shows the stop, and takes it up from one that is closed',
  async ({ page, context, provider, key, network }) => {
    const chat = await ChatPage.open(page, network.url)
    await chat.ask(`[[key=${key} tokens=9000]]`)
    await chat.waitForWords(5)
    const other = await ChatPage.open(await context.newPage(), page.url())
    await other.waitForWords(10)
    await chat.pressStop()
    await expect(other.answer).toContainText('Stopping')
    await page.close({ runBeforeUnload: true })
    expect((await readCall(provider.url, key))?.open).toBe(true)
    network.calm()
    await expect(other.answer).toContainText('Stopped')
    expect((await waitForCall(provider.url, key, isClosed)).abortedByClient).toBe(true)
  },
)

test('P13 R34 a stop that comes again, late, does not touch a later Continue', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=60 hold=20]]`)
  await chat.waitForWords(20)
  const first = page.waitForRequest(CANCELS)
  await chat.pressStop()
  const body = (await first).postDataJSON() as object
  expect(body).toHaveProperty('sessionId')
  await chat.answer.getByRole('button', { name: 'Continue' }).click()
  await waitForCall(provider.url, key, ({ attempt }) => attempt === 2)
  await releaseCall(provider.url, key, 30)
  await chat.waitForWords(30)
  const address = `/api/messages/${await chat.answerId()}/cancel`
  const late = await page.request.post(address, { data: body })
  expect(await late.json()).toMatchObject({ outcome: 'already_ended', status: 'active' })
  expect((await readCall(provider.url, key))?.open).toBe(true)
  await releaseCall(provider.url, key)
  await chat.waitForWords(60)
})

test('P13 a frozen text stays frozen where the answer had ended before its stop came', async ({
  page,
  server,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=60 hold=20]]`)
  await chat.waitForWords(20)
  await swallowCancels(page)
  const { words } = await chat.pressStop()
  await releaseCall(provider.url, key)
  await expect(chat.answer).toContainText('The answer ended before your stop arrived')
  await expect(page.getByText('Answer complete')).toHaveCount(0)
  expect(await chat.words()).toBe(words)
  expect(server.storedMessage(await chat.answerId())).toMatchObject({ status: 'completed' })
  await chat.answer.getByRole('button', { name: 'Show the rest' }).click()
  await chat.waitForWords(60)
  await expect(chat.answer).not.toContainText('The answer ended before')
  await expect(chat.answer).toBeFocused()
})

test('P13 a network that is back is tried at once', async ({ page, context, provider, key }) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=9000]]`)
  await chat.waitForWords(5)
  let failed = 0
  page.on('requestfailed', (request) => {
    if (request.url().endsWith('/cancel')) failed += 1
  })
  await context.setOffline(true)
  const { words } = await chat.pressStop()
  await expect(chat.answer).toContainText('Could not reach the server to stop this. Trying again')
  // By then the waits between the tries have grown.
  await expect.poll(() => failed).toBeGreaterThan(6)
  await context.setOffline(false)
  const backAt = performance.now()
  await waitForCall(provider.url, key, isClosed)
  expect(performance.now() - backAt).toBeLessThan(2_000)
  await expect(chat.answer).toContainText('Stopped')
  expect(await chat.words()).toBe(words)
})
