import { expect } from '@playwright/test'
import type { State } from '../studio/state'
import type { Studio } from '../studio/studio'
import { STARS, STARS_QUESTION, STARS_THOUGHT } from '../studio/texts'

const HALF = 'it has nothing left to burn.'
const half = { say: STARS, until: HALF }
const thinking = { think: STARS_THOUGHT, say: STARS, until: 'then the collapse' }

async function waitFor(studio: Studio, words: RegExp): Promise<void> {
  await studio.open(STARS_QUESTION, { words: 'hold=0' })
  await expect(studio.chat.answer).toContainText(words)
}

async function stopHalfway(studio: Studio): Promise<void> {
  await studio.open(STARS_QUESTION, half)
  await studio.chat.pressStop()
  await expect(studio.chat.answer).toContainText('Stopped ·')
}

/** A folded thought is not in the page, so the provider's books say how far the answer is. */
async function think(studio: Studio): Promise<void> {
  await studio.openNewChat()
  const { until: _, ...folded } = thinking
  const key = await studio.ask(STARS_QUESTION, { ...folded, words: 'hold=60' })
  await studio.callIsHeld(key)
  await expect(studio.chat.answer).toContainText('Thinking · 2 s')
}

/** An answer on its way, and the words under an answer that was broken off or never began. */
export const answerStates: readonly State[] = [
  {
    name: 'waiting',
    title: 'Nothing has come yet',
    async arrive(studio) {
      await studio.open(STARS_QUESTION, { words: 'hold=0' })
      await expect(studio.chat.answer.locator('.caret')).toBeVisible()
    },
  },
  {
    name: 'waiting-seconds',
    title: 'Still nothing after 3 s',
    arrive: (studio) => waitFor(studio, /^\D*3 s/),
  },
  {
    name: 'waiting-long',
    title: 'Still nothing after 10 s',
    arrive: (studio) => waitFor(studio, /has not answered yet · 10 s/),
  },
  { name: 'thinking', title: 'Thinking, folded', arrive: think },
  {
    name: 'thinking-open',
    title: 'Thinking, open',
    async arrive(studio) {
      await think(studio)
      await studio.chat.answer.getByText('Thinking').click()
      await expect(studio.chat.answer).toContainText('Thinking · 3 s')
    },
  },
  {
    name: 'streaming',
    title: 'Arriving',
    async arrive(studio) {
      await studio.open(STARS_QUESTION, half)
    },
  },
  {
    name: 'stopping',
    title: 'Stopping',
    async arrive(studio) {
      await studio.open(STARS_QUESTION, half)
      await studio.hold('**/cancel')
      await studio.chat.pressStop()
      await expect(studio.chat.answer).toContainText('Stopping')
    },
  },
  { name: 'stopped', title: 'Stopped: it can be undone for 5 s', arrive: stopHalfway },
  {
    name: 'stopped-receipt',
    title: 'Stopped, with its receipt open',
    async arrive(studio) {
      await stopHalfway(studio)
      await studio.chat.answer.getByRole('button', { name: 'Receipt' }).click()
      await expect(studio.page.getByRole('dialog', { name: 'Receipt' })).toBeVisible()
    },
  },
  {
    name: 'stopped-at-once',
    title: 'Stopped before anything came',
    async arrive(studio) {
      const key = await studio.open(STARS_QUESTION, { words: 'hold=0' })
      await studio.callIsHeld(key)
      await studio.chat.pressStop()
      await expect(studio.chat.answer).toContainText('before the answer began')
    },
  },
  {
    name: 'left',
    title: 'Stopped after everybody left',
    environment: { STREAM_GRACE_MS: '2000' },
    async arrive(studio) {
      const { page, chat } = studio
      const key = await studio.open(STARS_QUESTION, half)
      const address = page.url()
      await page.goto('about:blank')
      await studio.callIsOver(key)
      await page.goto(address)
      await expect(chat.answer).toContainText('after you left')
      await studio.chatsAreListed()
    },
  },
  {
    name: 'unconfirmed',
    title: 'The stop did not reach the server',
    async arrive(studio) {
      await studio.open(STARS_QUESTION, half)
      await studio.refuse('**/cancel')
      await studio.chat.pressStop()
      await expect(studio.chat.answer).toContainText('Trying again')
    },
  },
  {
    name: 'late',
    title: 'It had ended before the stop arrived',
    async arrive(studio) {
      const key = await studio.open(STARS_QUESTION, half)
      await studio.hold('**/cancel')
      await studio.chat.pressStop()
      await studio.release(key)
      await expect(studio.chat.answer).toContainText('The answer ended before your stop arrived')
    },
  },
  {
    name: 'failed',
    title: 'Failed at once',
    async arrive(studio) {
      await studio.open(STARS_QUESTION, { words: 'status=401' })
      await expect(studio.chat.answer).toContainText('rejected the API key')
    },
  },
  {
    name: 'failed-wait',
    title: 'Failed, and told to wait',
    async arrive(studio) {
      await studio.open(STARS_QUESTION, { words: 'status=429 retryAfter=40' })
      await expect(studio.chat.answer.getByRole('button', { name: 'Retry in' })).toBeVisible()
    },
  },
  {
    name: 'failed-midway',
    title: 'Failed in the middle',
    async arrive(studio) {
      await studio.open(STARS_QUESTION, { say: STARS, words: 'errorAfter=60' })
      await expect(studio.chat.answer).toHaveAttribute('data-status', 'failed')
    },
  },
  {
    name: 'interrupted',
    title: 'The server restarted',
    environment: {},
    async arrive(studio) {
      const { server, chat } = studio
      await studio.open(STARS_QUESTION, half)
      await expect.poll(() => server.query('SELECT 1 FROM stream_chunks').length).toBeGreaterThan(0)
      await server.end('SIGKILL')
      await server.start()
      await expect(chat.answer).toContainText('Interrupted')
      await expect(studio.page.getByText('Reconnecting')).toHaveCount(0)
    },
  },
]
