import { chromium } from '@playwright/test'
import { percentile } from '../bench/report/statistics.ts'
import { encodeSaid } from '../e2e/fake-provider/directives/said-text.ts'
import { ChatPage } from '../e2e/harness/page/chat-page.ts'
import type { Finding } from './finding.ts'
import { chromiumFlags, chromiumPath } from './visit/chromium.ts'
import { guestContext } from './visit/guest-context.ts'
import { MeasuredServer } from './visit/measured-server.ts'
import { SlowPage } from './visit/slow-page.ts'

const CHARACTERS = 8_000
const CHARACTERS_OF_A_TOKEN = 4
const TOKENS_A_SECOND = 100

/** Each kind is one block of Markdown, or many paragraphs, as models write them. */
const kinds: Readonly<Record<string, string>> = {
  paragraphs: repeated(
    (n) => `Paragraph ${n} says that **stop** means *stop*, and [why](https://x.test/${n}).\n\n`,
  ),
  'a list': repeated((n) => `- Item ${n}: a **stop**, the text \`kept${n}\`\n  - and one inside\n`),
  'a table': `| Stop | Kept | Means |\n| - | -: | - |\n${repeated((n) => `| ${n} | ${n} ms | **all** \`${n}\` |\n`)}`,
  code: `\`\`\`ts\n${repeated((n) => `export const stop${n} = (at: number) => \`\${at} ${n}\` // kept\n`)}\`\`\`\n`,
}

function repeated(piece: (number: number) => string): string {
  let text = ''
  for (let number = 1; text.length < CHARACTERS; number += 1) text += piece(number)
  return text
}

/** Measures the frames of a page while an answer streams, on a processor slowed four times. */
export async function measureDrawing(): Promise<Finding[]> {
  await using server = await MeasuredServer.start()
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumFlags })
  try {
    const context = await guestContext(browser, server)
    const findings: Finding[] = []
    for (const [kind, text] of Object.entries(kinds)) {
      const frames = await framesWhileDrawing(await SlowPage.open(context), text)
      const value = percentile(frames, 95)
      const name = `A frame while 8 KB of ${kind} come at 100 tokens/s, p95`
      findings.push({ name, value, unit: 'ms', bound: 50, is: 'at most' })
    }
    return findings
  } finally {
    await browser.close()
  }
}

/** The times between two frames, in milliseconds, from the first words to the last. */
async function framesWhileDrawing(slow: SlowPage, text: string): Promise<number[]> {
  const { page } = slow
  const chat = await ChatPage.open(page)
  await slow.slowDown()
  const pace = `pieceLength=${CHARACTERS_OF_A_TOKEN} rate=${TOKENS_A_SECOND}`
  await chat.ask(`[[say=${encodeSaid(text)} ${pace}]]`)
  await chat.answer.locator('[data-answer-text]').waitFor()
  const frames = await page.evaluate(async () => {
    const answer = document.querySelector('[data-role="assistant"]')
    const frame = () => new Promise<number>(requestAnimationFrame)
    const times: number[] = []
    let last = await frame()
    while (answer?.getAttribute('data-status') === 'active') {
      const now = await frame()
      times.push(now - last)
      last = now
    }
    return times
  })
  await chat.answer.and(page.locator('[data-status="completed"]')).waitFor()
  await page.close()
  return frames
}
