import type { Page } from '@playwright/test'
import axe from 'axe-core'
import { expect, test } from './harness/fixtures'
import { longUnless } from './harness/long-unless'
import { atRest } from './harness/page/at-rest'
import { ChatPage } from './harness/page/chat-page'

declare global {
  /** Set by axe's own script. */
  interface Window {
    axe: typeof axe
  }
}

/** The violations that axe finds on the page at rest: the rule and the element of each. */
async function violationsOf(page: Page): Promise<string[]> {
  await atRest(page)
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() => window.axe.run(document))
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target }) => `${id}: ${target.join(' ')}`),
  )
}

const sizes = { wide: { width: 1280, height: 800 }, phone: { width: 360, height: 740 } }

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [size, viewport] of Object.entries(sizes)) {
    const isTriedAlways = (colorScheme === 'dark') === (size === 'phone')

    test.describe(`${colorScheme}, ${size}${longUnless(isTriedAlways)}`, () => {
      test.use({ colorScheme, viewport })

      test(`axe finds nothing on the pages around the chat${longUnless(size === 'wide')}`, async ({
        page,
      }) => {
        for (const path of [
          '/',
          '/sign-in',
          '/reset-password?token=x',
          '/reset-password',
          '/account',
          '/nowhere',
        ]) {
          await page.goto(path)
          await expect(page.getByRole('heading').first()).toBeAttached()
          await expect(page.locator('[aria-label^="Loading"]')).toHaveCount(0)
          expect([path, ...(await violationsOf(page))]).toEqual([path])
        }
      })

      test('axe finds nothing in a chat, whatever the state of its answers', async ({ page }) => {
        const chat = await ChatPage.open(page)
        await chat.ask('[[text=markdown tokens=200 rate=0]]')
        await expect(chat.answer.getByRole('button', { name: 'Copy' }).first()).toBeAttached()
        expect(await violationsOf(page)).toEqual([])
        await chat.ask('[[hold=20 rate=0]]')
        await chat.waitForWords(20)
        expect(await violationsOf(page)).toEqual([])
        await chat.pressStop()
        await expect(chat.answer).toContainText('Stopped ·')
        expect(await violationsOf(page)).toEqual([])
        await chat.ask('[[tokens=3 status=401]]')
        await expect(chat.answer).toContainText('rejected the API key')
        expect(await violationsOf(page)).toEqual([])
      })

      test(`axe finds nothing in the commands and the shortcuts${longUnless(size === 'phone')}`, async ({
        page,
      }) => {
        const chat = await ChatPage.open(page)
        await chat.ask('[[tokens=5 rate=0]]')
        await expect(chat.answer).toHaveAttribute('data-status', 'completed')
        await chat.ask('[[hold=20 rate=0]]')
        await chat.waitForWords(20)
        await page.keyboard.press('Control+k')
        const option = page.getByRole('option')
        await expect(option.filter({ hasText: 'Stop all answers (1)' })).toBeVisible()
        expect(await violationsOf(page)).toEqual([])
        await page.getByRole('combobox').fill('word0003')
        await expect(page.getByText('1 found')).toBeAttached()
        expect(await violationsOf(page)).toEqual([])
        await page.getByRole('combobox').fill('nothing of the kind')
        await expect(page.getByText('Nothing found')).toBeVisible()
        expect(await violationsOf(page)).toEqual([])
        await page.keyboard.press('Escape')
        await page.keyboard.press('Control+/')
        await expect(page.getByText('Stop the answer in this chat')).toBeVisible()
        expect(await violationsOf(page)).toEqual([])
      })
    })
  }
}
