import type { Page } from '@playwright/test'
import { readCall, waitForCall } from './fake-provider/books/books'
import { expect, test } from './harness/fixtures'
import { longUnless } from './harness/long-unless'
import { ChatPage, type Place } from './harness/page/chat-page'

/** Presses twice at one place of the screen, whatever stands there the second time. */
async function pressTwice(page: Page, place: Place | null): Promise<void> {
  if (!place) throw new Error('the button is on the page')
  await page.mouse.dblclick(place.x + place.width / 2, place.y + place.height / 2, { delay: 40 })
}

test.describe('two quick presses on one place', () => {
  // A long answer ends at the bottom, where the buttons after a stop take the place of Stop.
  const long = (key: string) => `[[key=${key} tokens=900 hold=300 rate=0]]`

  for (const reducedMotion of ['no-preference', 'reduce'] as const) {
    test(`R1 two presses on Stop stop the answer, and do not continue it, with motion: ${reducedMotion}${longUnless(reducedMotion === 'no-preference')}`, async ({
      page,
      provider,
      key,
    }) => {
      await page.emulateMedia({ reducedMotion })
      const chat = await ChatPage.open(page)
      await chat.ask(long(key))
      await chat.waitForWords(300)
      await pressTwice(page, await chat.placeOf(chat.stopButton))
      await expect(chat.answer).toContainText('Stopped ·')
      await chat.answer.getByRole('button', { name: 'Continue' }).hover()
      await expect(chat.answer).toHaveAttribute('data-status', 'cancelled')
      expect((await readCall(provider.url, key))?.attempt).toBe(1)
    })
  }

  test('two presses on Continue let the answer go on @long', async ({ page, provider, key }) => {
    const chat = await ChatPage.open(page)
    await chat.ask(long(key))
    await chat.waitForWords(300)
    await chat.pressStop()
    const carryOn = chat.answer.getByRole('button', { name: 'Continue' })
    await carryOn.hover()
    await pressTwice(page, await chat.placeOf(carryOn))
    await waitForCall(provider.url, key, ({ attempt, held }) => attempt === 2 && held)
    await chat.waitForWords(600)
    await expect(chat.answer).toHaveAttribute('data-status', 'active')
    await chat.stopButton.click()
    await expect(chat.answer).toContainText('Stopped ·')
  })

  test('R1 two presses on Send send the question; the press after them stops its answer', async ({
    page,
    provider,
    key,
  }) => {
    const chat = await ChatPage.open(page)
    await chat.composer.fill(`[[key=${key} tokens=60 hold=20]]`)
    const send = page.getByRole('button', { name: 'Send', exact: true })
    await pressTwice(page, await send.boundingBox())
    await chat.waitForWords(20)
    expect((await waitForCall(provider.url, key)).open).toBe(true)
    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    await expect(chat.answer).toContainText('Stopped ·')
  })
})
