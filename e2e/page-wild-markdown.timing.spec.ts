import type { Page } from '@playwright/test'
import { SeededRandom } from './chaos/plan/random'
import { cutIntoPieces, encodeSaid } from './fake-provider/directives/said-text'
import { expect, test } from './harness/fixtures'
import { ChatPage } from './harness/page/chat-page'
import { measureHeap } from './wild/measure-heap'
import { watchStandstills } from './wild/watch-standstills'
import { wildText } from './wild/wild-text'

const SEED = Number(process.env['WILD_SEED'] ?? 1)
const INPUTS = Number(process.env['WILD_INPUTS'] ?? 20)

/** A page's limits in milliseconds, three times over: the machine may be busy. */
const LONGEST_TASK = 3 * 300
const SLOWEST_ANSWER = 3 * 200

/** The largest heap of a page that has shown many chats, in megabytes; one text takes up to 20. */
const LARGEST_HEAP = 50

/** Follows each text, and shows that all of the text has come. */
const END = 'The end of it.'

/** Texts that are known to be hard to draw; the seeds make others like them. */
const named: Record<string, string> = {
  'quotes 2,500 deep': '> '.repeat(2_500),
  'emphasis that nothing closes': '*a '.repeat(6_000),
  'a table of 4,000 columns': `${'|a'.repeat(4_000)}|\n${'|-'.repeat(4_000)}|\n${'|b'.repeat(4_000)}|`,
  'links without an end': '[a]('.repeat(8_000),
}

function textsOfSeed(): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: Math.max(0, INPUTS - Object.keys(named).length) }, (_, index) => {
      const seed = SEED * 1_000 + index
      return [`text ${index} of WILD_SEED=${SEED}`, wildText(new SeededRandom(seed))]
    }),
  )
}

/** Collects the errors that the page throws or logs. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', ({ message }) => complaints.push(message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return complaints
}

test.describe.configure({ timeout: 60_000 + INPUTS * 5_000 })

test('R1 P11 P13 keys and Stop are answered and the chat opens again, whatever Markdown comes', async ({
  page,
  key,
}) => {
  const complaints = complaintsOf(page)
  const standstills = await watchStandstills(page)
  const heap = await measureHeap(page)
  const chat = await ChatPage.open(page)
  const texts = Object.entries({ ...named, ...textsOfSeed() })
  for (const [index, [name, text]] of texts.entries()) {
    await test.step(name, async () => {
      const said = `${text}\n\n${END}`
      const pieceLength = Math.ceil(said.length / 20) + (index % 3) * 4_000
      const pieces = cutIntoPieces(said, pieceLength, false).length
      await page.getByRole('link', { name: 'New chat' }).first().click()
      await expect(chat.answers).toHaveCount(0)
      await chat.ask(
        `[[key=${key}-${index} rate=40 pieceLength=${pieceLength} hold=${pieces} say=${encodeSaid(said)}]]`,
      )
      await expect(chat.answers).toHaveCount(1)
      for (let keys = 0; keys < 8; keys += 1) await chat.composer.press('a', { delay: 30 })
      // Every other answer is stopped while it comes.
      const isWhole = index % 2 === 0
      const drawn = chat.answer.locator('[data-answer-text]')
      if (isWhole) await expect(drawn).toContainText(END)
      await chat.stopButton.click()
      await expect(chat.answer).toHaveAttribute('data-status', 'cancelled')
      const live = await standstills()
      expect(live.longestTask, name).toBeLessThan(LONGEST_TASK)
      expect(live.slowestAnswers['keydown'], name).toBeLessThan(SLOWEST_ANSWER)
      expect(live.slowestAnswers['pointerup'], name).toBeLessThan(SLOWEST_ANSWER)
      await expect(chat.composer).toHaveValue('a'.repeat(8))

      await page.reload()
      await expect(drawn).toContainText(isWhole ? END : /\S/)
      await chat.composer.press('End')
      expect((await standstills()).longestTask, name).toBeLessThan(LONGEST_TASK)
      await chat.composer.fill('')
      expect(await heap(), name).toBeLessThan(LARGEST_HEAP)
    })
  }
  expect(complaints).toEqual([])
})

test('P11 a block that is shown as it is written is copied that way, and its chat can be deleted', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const complaints = complaintsOf(page)
  const chat = await ChatPage.open(page)
  const quotes = '> '.repeat(2_500)
  await chat.ask(`[[rate=0 say=${encodeSaid(`It is *so*.\n\n${quotes}\n\n*${END}*`)}]]`)
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
  await expect(chat.answer.locator('em')).toHaveText(['so', END])
  await chat.answer.getByRole('button', { name: 'Copy answer' }).click()
  await expect(chat.answer.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `It is so.\n\n${quotes.trimEnd()}\n\n${END}`,
  )
  await chat.chatList
    .first()
    .getByRole('button', { name: /^Options for/ })
    .click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(chat.chatList).toHaveCount(0)
  await expect(chat.composer).toBeEditable()
  expect(complaints).toEqual([])
})
