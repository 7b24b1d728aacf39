import type { Page } from '@playwright/test'
import { releaseCall } from './fake-provider/books/books'
import { expect, test } from './harness/fixtures'
import { longUnless } from './harness/long-unless'
import { ChatPage } from './harness/page/chat-page'

type Point = { x: number; y: number }
type Call = { key: string; provider: { url: string } }

/** A press under a growing answer. Returns the middle of Stop where the press began, once that has moved away. */
async function pressAndGrow(
  chat: ChatPage,
  { key, provider }: Call,
  press: (at: Point) => Promise<void>,
): Promise<Point> {
  await chat.ask(`[[key=${key} tokens=900 hold=10]]`)
  await chat.waitForWords(10)
  const place = await chat.placeOf(chat.stopButton)
  const middle = { x: place.x + place.width / 2, y: place.y + place.height / 2 }
  await press(middle)
  await releaseCall(provider.url, key)
  await expect
    .poll(async () => (await chat.stopButton.boundingBox())?.y)
    .toBeGreaterThan(place.y + place.height)
  return middle
}

async function pressMouse(page: Page, { x, y }: Point): Promise<void> {
  await page.mouse.move(x, y)
  await page.mouse.down()
}

test('R1 a press on Stop counts though the text moves the button away before it ends', async ({
  page,
  key,
  provider,
}) => {
  const chat = await ChatPage.open(page)
  await pressAndGrow(chat, { key, provider }, (at) => pressMouse(page, at))
  await page.mouse.up()
  await expect(chat.answer).toContainText('Stopped ·')
})

test('R22 a press with Shift lets the sentence end though the text moves Stop away @long', async ({
  page,
  key,
  provider,
}) => {
  const chat = await ChatPage.open(page)
  await pressAndGrow(chat, { key, provider }, (at) => pressMouse(page, at))
  const asked = page.waitForRequest('**/cancel')
  await page.keyboard.down('Shift')
  await page.mouse.up()
  await page.keyboard.up('Shift')
  expect((await asked).postDataJSON()).toMatchObject({ mode: 'sentence' })
  await expect(chat.answer).toContainText('Stopped ·')
})

test('R1 a pointer that leaves the place of Stop before it lets go stops nothing', async ({
  page,
  key,
  provider,
}) => {
  const chat = await ChatPage.open(page)
  const { x, y } = await pressAndGrow(chat, { key, provider }, (at) => pressMouse(page, at))
  await page.mouse.move(x + 200, y)
  await page.mouse.up()
  await chat.waitForWords(200)
  await expect(chat.answer).toHaveAttribute('data-status', 'active')
  await chat.stopButton.click()
  await expect(chat.answer).toContainText('Stopped ·')
})

test('R1 a press with the right button stops nothing, though the text moves Stop away @long', async ({
  page,
  key,
  provider,
}) => {
  const chat = await ChatPage.open(page)
  // Its menu would come before the end of the press, as it does not on all systems.
  await page.evaluate(() => {
    addEventListener('contextmenu', (event) => {
      event.preventDefault()
    })
  })
  await pressAndGrow(chat, { key, provider }, async ({ x, y }) => {
    await page.mouse.move(x, y)
    await page.mouse.down({ button: 'right' })
  })
  await page.mouse.up({ button: 'right' })
  await chat.waitForWords(200)
  await expect(chat.answer).toHaveAttribute('data-status', 'active')
})

test.describe('on a phone', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 400, height: 800 } })

  test('R1 a finger on Stop counts though the text moves the button away before it lifts', async ({
    page,
    key,
    provider,
  }) => {
    const chat = await ChatPage.open(page)
    const touch = await page.context().newCDPSession(page)
    await pressAndGrow(chat, { key, provider }, async (at) => {
      await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] })
    })
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    await expect(chat.answer).toContainText('Stopped ·')
  })

  for (const { name, down, up } of [
    { name: 'comes down a little above Stop', down: 6, up: 6 },
    { name: 'slips off Stop a little', down: -3, up: 4 },
  ])
    test(`R1 a finger that ${name} stops the answer${longUnless(up > down)}`, async ({
      page,
      key,
    }) => {
      const chat = await ChatPage.open(page)
      await chat.ask(`[[key=${key} tokens=900 hold=10]]`)
      await chat.waitForWords(10)
      const { x, y, width } = await chat.placeOf(chat.stopButton)
      const touch = await page.context().newCDPSession(page)
      const at = (above: number) => [{ x: x + width / 2, y: y - above, radiusX: 20, radiusY: 20 }]
      await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(down) })
      await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(up) })
      await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
      await expect(chat.answer).toContainText('Stopped ·')
    })
})
