import { encodeSaid } from './fake-provider/directives/said-text'
import { expect, test } from './harness/fixtures'
import { ChatPage } from './harness/page/chat-page'
import { LoadedScripts } from './harness/page/loaded-scripts'

const MOST_BYTES = 250_000

/** Words that stand in the scripts of KaTeX and of the highlighter, and in no other script. */
const KATEX = 'newcommand'
const HIGHLIGHTER = 'injectionSelector'

function directive(text: string): string {
  return `[[say=${encodeSaid(text)} rate=0]]`
}

test('the chat page loads at most 250 KB of JavaScript before it is idle', async ({ page }) => {
  const scripts = new LoadedScripts(page)
  await ChatPage.open(page)
  await scripts.settled()
  const bytes = await scripts.transferredBytes()
  // No page with React is smaller: a smaller sum would mean that scripts went uncounted.
  expect(bytes).toBeGreaterThan(100_000)
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES)
})

test('the scripts for code and for formulas load with the first code or formula, and not before', async ({
  page,
}) => {
  const scripts = new LoadedScripts(page)
  let workers = 0
  page.on('worker', () => {
    workers += 1
  })
  let fonts = 0
  page.on('request', (request) => {
    if (request.resourceType() === 'font') fonts += 1
  })
  const hasLoaded = async (word: string) => {
    await scripts.settled()
    return (await scripts.texts()).some((text) => text.includes(word))
  }
  const chat = await ChatPage.open(page)

  await chat.ask(directive('Nothing **but** text.'))
  await expect(chat.answer.locator('strong')).toHaveText('but')
  expect([await hasLoaded(HIGHLIGHTER), await hasLoaded(KATEX), workers]).toEqual([false, false, 0])

  await chat.ask(directive('```ts\nconst dot = 1\n```'))
  await expect(chat.answer.locator('.code-keyword').first()).toContainText('const', {
    timeout: 20_000,
  })
  expect([await hasLoaded(HIGHLIGHTER), await hasLoaded(KATEX), workers]).toEqual([true, false, 1])
  expect(fonts).toBe(0)

  await chat.ask(directive('So $x^2$.'))
  await expect(chat.answer.locator('math')).toBeVisible()
  expect(await hasLoaded(KATEX)).toBe(true)
  // The page brings its own font, where the machine has none whose brackets can grow.
  await expect.poll(() => fonts).toBe(1)
})
