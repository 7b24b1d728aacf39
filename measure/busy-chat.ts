import { randomUUID } from 'node:crypto'
import { chromium, type BrowserContext } from '@playwright/test'
import { percentile } from '../bench/report/statistics.ts'
import { median } from '../e2e/harness/median.ts'
import { ChatPage } from '../e2e/harness/page/chat-page.ts'
import type { Finding } from './finding.ts'
import { chromiumFlags, chromiumPath } from './visit/chromium.ts'
import { guestContext } from './visit/guest-context.ts'
import { MeasuredServer } from './visit/measured-server.ts'
import { SHORTEST_TOLD_MS, SlowPage } from './visit/slow-page.ts'

const TURNS = 1_000
const OPENINGS = 5
const SHOWN_MESSAGES = 500
const ANSWER = { tokens: 5_000, rate: 100 }
const MS_BETWEEN_KEYS = 120
/** The answer is measured in this many parts as it grows. */
const STAGES = 5

/** Measures, on a processor slowed four times, the opening of a long chat and an answer in it. */
export async function measureBusyChat(): Promise<Finding[]> {
  await using server = await MeasuredServer.start()
  const [longId, shortId] = [randomUUID(), randomUUID()]
  await server.ask(shortId, 'What is short? [[tokens=20 rate=0]]')
  for (let turn = 1; turn <= TURNS; turn += 1) {
    await server.ask(longId, `Question ${turn}: what now? [[tokens=120 rate=0 text=markdown]]`)
  }
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumFlags })
  try {
    return [
      await measureOpening(await guestContext(browser, server), { from: shortId, to: longId }),
      ...(await measureAnswer(await guestContext(browser, server), longId)),
    ]
  } finally {
    await browser.close()
  }
}

/** From the press on a chat in the list to the frame that shows its end. */
async function measureOpening(
  context: BrowserContext,
  { from, to }: { from: string; to: string },
): Promise<Finding> {
  const times: number[] = []
  for (let opening = 0; opening < OPENINGS; opening += 1) {
    const slow = await SlowPage.open(context)
    await ChatPage.open(slow.page, `/c/${from}`)
    await slow.page.locator('[data-role="assistant"] p').waitFor()
    await slow.slowDown()
    times.push(
      await slow.page.evaluate(async (chatId) => {
        const frame = () => new Promise(requestAnimationFrame)
        const beganAt = performance.now()
        document.querySelector<HTMLElement>(`[data-chat-id="${chatId}"] a`)?.click()
        const isShown = () => document.querySelectorAll('[data-role="assistant"] h3').length > 1
        while (!isShown()) await frame()
        await frame()
        return performance.now() - beganAt
      }, to),
    )
    await slow.page.close()
  }
  const name = `A chat of ${TURNS * 2} messages opens`
  return { name, value: median(times), unit: 'ms', bound: 1_000, is: 'at most' }
}

/** Types while a long answer streams into a thread of many messages. */
async function measureAnswer(context: BrowserContext, chatId: string): Promise<Finding[]> {
  const slow = await SlowPage.open(context)
  const { page } = slow
  const chat = await ChatPage.open(page, `/c/${chatId}`)
  await showMessages(chat, SHOWN_MESSAGES)
  await slow.slowDown()
  await chat.ask(`[[tokens=${ANSWER.tokens} rate=${ANSWER.rate} text=markdown]]`)
  await chat.stopButton.waitFor()
  await slow.doings()

  const stageMs = (ANSWER.tokens / ANSWER.rate / STAGES) * 1000
  const work: number[] = []
  let pressed = 0
  for (let stage = 1; stage <= STAGES; stage += 1) {
    const workBefore = await slow.workMs()
    const endAt = performance.now() + stageMs
    while (performance.now() < endAt) {
      await page.keyboard.type('a')
      pressed += 1
      await page.waitForTimeout(MS_BETWEEN_KEYS)
    }
    work.push((await slow.workMs()) - workBefore)
  }
  await chat.answer.and(page.locator('[data-status="completed"]')).waitFor()
  const { tasks, keys } = await slow.doings()
  // Keys that were shown too soon to be reported count as the shortest that is reported.
  const allKeys = [
    ...keys,
    ...Array.from({ length: pressed - keys.length }, () => SHORTEST_TOLD_MS),
  ]
  const last = work.at(-1) ?? Number.NaN
  return [
    { name: 'Typing is answered, p95', value: percentile(allKeys, 95), unit: 'ms', bound: 100 },
    { name: 'The longest task', value: Math.max(0, ...tasks), unit: 'ms', bound: 200 },
    {
      name: 'A token late in the answer, against early ones',
      value: last / (work[0] ?? Number.NaN),
      unit: 'times the work',
      bound: 1.25,
    },
    {
      name: 'The heap after the answer, beyond that of a page that loads it',
      value: (await slow.heapMegabytes()) - (await heapWhenLoaded(context, chatId)),
      unit: 'MB',
      bound: 5,
    },
  ].map((finding) => ({ ...finding, is: 'at most' as const }))
}

/** The heap of a page that shows the same but has not seen it stream, in megabytes. */
async function heapWhenLoaded(context: BrowserContext, chatId: string): Promise<number> {
  const loaded = await SlowPage.open(context)
  await showMessages(await ChatPage.open(loaded.page, `/c/${chatId}`), SHOWN_MESSAGES + 2)
  return await loaded.heapMegabytes()
}

/** Scrolls up in the thread until at least this many messages are there, and down again. */
async function showMessages({ page }: ChatPage, most: number): Promise<void> {
  const messages = page.locator('[data-message-id]')
  const scroller = page.locator('[data-scroller]')
  await messages.first().waitFor()
  while ((await messages.count()) < most) {
    const before = await messages.count()
    await scroller.evaluate((element) => element.scrollTo({ top: 0 }))
    await page.waitForFunction(
      (count) => document.querySelectorAll('[data-message-id]').length > count,
      before,
    )
  }
  await page.getByRole('button', { name: 'Go to the latest message' }).click()
}
