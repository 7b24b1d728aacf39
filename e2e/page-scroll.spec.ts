import type { Locator, Page } from '@playwright/test'
import { releaseCall } from './fake-provider/books/books'
import { expect, providerVariables, test } from './harness/fixtures'
import { ChatPage } from './harness/page/chat-page'
import { differenceOf, pictureOf, SAME_COLOUR } from './harness/page/picture'
import { AppServer } from './harness/server/app-server'

const TURNS = 45
const MESSAGES = 2 * TURNS
/** The number of messages that the page reads at once. */
const PAGE_SIZE = 20

test('a long chat opens at its end, and loads earlier messages as its reader scrolls up', async ({
  page,
}) => {
  const messages = await openLongChat(page)
  await expect(messages).toHaveCount(PAGE_SIZE)
  await expect(page.getByRole('button', { name: 'Go to the latest message' })).toBeHidden()

  // The page asks for them well before its reader is there; they are held back until then.
  const asked = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  await page.route('**/api/chats/*?before=*', async (route) => {
    asked.resolve()
    await held.promise
    await route.continue()
  })
  await page.getByRole('region', { name: 'Messages' }).hover()
  while ((await pixelsAbove(page)) > 300) await scrollUp(page, 300)
  await asked.promise
  const reading = await firstInView(page)
  held.resolve()
  await expect.poll(() => messages.count()).toBeGreaterThan(PAGE_SIZE)
  expect(await topOf(page, reading.id)).toBeCloseTo(reading.top, 0)
})

test('the page follows the end until its reader scrolls up, and then stays where it is', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=2000 rate=0 hold=700]]`)
  await chat.waitForWords(700)
  await chat.waitUntilDrawn()
  const toLatest = page.getByRole('button', { name: 'Go to the latest message' })
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

for (const [size, viewport] of [
  ['a phone', { width: 360, height: 740 }],
  ['a tablet', { width: 900, height: 740 }],
  ['a wide window', { width: 1280, height: 740 }],
] as const) {
  test.describe(`on ${size}`, () => {
    test.use({ viewport, hasTouch: viewport.width < 1_000 })

    test('the button to the latest message covers no words @long', async ({ page }) => {
      await openLongChat(page)
      await page.getByRole('region', { name: 'Messages' }).hover()
      await scrollUp(page, 300)
      const toLatest = page.getByRole('button', { name: 'Go to the latest message' })
      await expect(toLatest).toBeVisible()
      await page.mouse.move(0, 0)
      const box = await toLatest.boundingBox()
      if (!box) throw new Error('the button is shown')
      // With a strip beside the button: a text that runs under it would be seen there, too.
      const clip = { ...box, x: box.x - 16, width: box.width + 16 }
      const first = await pictureOf(page, clip)
      for (let line = 0; line < 3; line += 1) {
        await page.mouse.move(viewport.width / 2, 300)
        await scrollUp(page, 9)
        await page.mouse.move(0, 0)
        expect(differenceOf(await pictureOf(page, clip), first)).toBeLessThanOrEqual(SAME_COLOUR)
      }
    })
  })
}

test('nothing jumps on the way up to the beginning @long', async ({ page }) => {
  const messages = await openLongChat(page)
  await page.getByRole('region', { name: 'Messages' }).hover()
  const jumps: number[] = []
  while ((await messages.count()) < MESSAGES || (await pixelsAbove(page)) > 0) {
    const { id, top } = await firstInView(page)
    const above = await pixelsAbove(page)
    await scrollUp(page, 1_000)
    // A turn of the wheel that reaches the beginning moves the page less far.
    if (above > 1_000) jumps.push(Math.round((await topOf(page, id)) - top) - 1_000)
  }
  expect(new Set(jumps)).toEqual(new Set([0]))
  await expect(messages.first()).toContainText('Question 0.')
  await expect(messages.first()).toBeInViewport()
  await expect(page.getByRole('button', { name: 'Earlier messages' })).toBeHidden()
})

test('P6 a reader far up is not moved when a lost connection heals @long', async ({
  browser,
  provider,
}) => {
  const server = await AppServer.start(providerVariables(provider.url))
  const context = await browser.newContext({ baseURL: server.url })
  try {
    const page = await context.newPage()
    const messages = await openLongChat(page)
    await page.getByRole('region', { name: 'Messages' }).hover()
    let asked = 0
    page.on('request', (request) => {
      if (request.url().includes('?before=')) asked += 1
    })
    while ((await messages.count()) <= PAGE_SIZE) await scrollUp(page, 500)
    // Another page of them may be on its way.
    await expect.poll(async () => (await messages.count()) - asked * PAGE_SIZE).toBe(PAGE_SIZE)
    const shown = await messages.count()
    const reading = await firstInView(page)
    await server.end('SIGKILL')
    await expect(page.getByText('Reconnecting')).toBeVisible()
    const readAgain = page.waitForResponse(/\/api\/chats\/[^?]*\?limit=/)
    await server.start()
    await (await readAgain).finished()
    await expect(page.getByText('Reconnecting')).toBeHidden()
    expect(await messages.count()).toBe(shown)
    expect(await topOf(page, reading.id)).toBeCloseTo(reading.top, 0)
  } finally {
    await context.close()
    await server.remove()
  }
})

/** Opens a chat of {@link TURNS} turns that have ended; resolves with its messages. */
async function openLongChat(page: Page): Promise<Locator> {
  await ChatPage.open(page)
  await expect(page.getByText('Guest')).toBeAttached()
  const chatId = await page.evaluate(async (turns) => {
    let id: string | null = null
    for (let turn = 0; turn < turns; turn += 1) {
      const text = `Question ${turn}. [[tokens=45 rate=0 text=${turn % 2 ? 'markdown' : 'numbered'}]]`
      const response: Response = await fetch('/api/chat', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          ...(id !== null && { id }),
          message: { role: 'user', parts: [{ type: 'text', text }] },
        }),
      })
      await response.text()
      id = response.headers.get('X-Chat-Id')
    }
    return id
  }, TURNS)
  await ChatPage.open(page, `/c/${chatId}`)
  const messages = page.locator('[data-message-id]')
  await expect(messages.last()).toBeInViewport()
  return messages
}

/** Turns the wheel, and waits until the page has followed it or can go no further. */
async function scrollUp(page: Page, pixels: number): Promise<void> {
  // The promise is wrapped, so that it is not awaited before the wheel turns.
  const scroll = await page.locator('[data-scroller]').evaluateHandle((scroller) => ({
    ended:
      scroller.scrollTop === 0 ||
      new Promise((resolve) => {
        scroller.addEventListener('scrollend', resolve, { once: true })
      }),
  }))
  await page.mouse.wheel(0, -pixels)
  await scroll.evaluate(({ ended }) => ended)
  await page.evaluate(async () => {
    const scroller = document.querySelector('[data-scroller]')
    const frame = () => new Promise(requestAnimationFrame)
    // What has come in above may still be taking its place.
    for (let still = 0, top = -1; still < 4; await frame()) {
      still = scroller?.scrollTop === top ? still + 1 : 0
      top = scroller?.scrollTop ?? 0
    }
  })
}

function pixelsAbove(page: Page): Promise<number> {
  return page.locator('[data-scroller]').evaluate((scroller) => scroller.scrollTop)
}

/** The first message that begins in view, and where. */
async function firstInView(page: Page): Promise<{ id: string; top: number }> {
  return page.locator('[data-scroller]').evaluate((scroller) => {
    const from = scroller.getBoundingClientRect().top
    for (const message of scroller.querySelectorAll<HTMLElement>('[data-message-id]')) {
      const { top } = message.getBoundingClientRect()
      if (top >= from) return { id: message.dataset['messageId'] ?? '', top }
    }
    throw new Error('no message begins in view')
  })
}

function topOf(page: Page, id: string): Promise<number> {
  const message = page.locator(`[data-message-id="${id}"]`)
  return message.evaluate((element) => element.getBoundingClientRect().top)
}

function pixelsBelow(page: Page): Promise<number> {
  return page
    .locator('[data-scroller]')
    .evaluate((scroller) => scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop)
}
