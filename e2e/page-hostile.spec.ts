import type { Page } from '@playwright/test'
import { waitForCall } from './fake-provider/books/books'
import { encodeSaid } from './fake-provider/directives/said-text'
import { expect, test as base } from './harness/fixtures'
import { longUnless } from './harness/long-unless'
import { ChatPage } from './harness/page/chat-page'
import { answersWith, directiveFor } from './hostile/answers'
import { Canary } from './hostile/canary'
import { corpus, families } from './hostile/corpus'
import { rules } from './hostile/rules'
import { watchAnswers } from './hostile/watch-answers'
import { WaysOut } from './hostile/ways-out'

const test = base.extend<{ canary: Canary }>({
  // oxlint-disable-next-line no-empty-pattern
  canary: async ({}, provide) => {
    const canary = await Canary.listen()
    await provide(canary)
    await canary.close()
  },
})

/** The breaches and the states that the watch saw, and the trace of a script that ran. */
function readWatch(page: Page) {
  return page.evaluate(() => {
    window.answerWatch?.checkAll()
    return {
      breaches: [...(window.answerWatch?.breaches ?? ['nobody watched'])],
      states: window.answerWatch?.states ?? 0,
      trace: String(Reflect.get(window, 'hostile')),
    }
  })
}

async function expectHarmless(page: Page, waysOut: WaysOut, canary: Canary): Promise<void> {
  const { breaches, trace } = await readWatch(page)
  expect(breaches).toEqual([])
  expect(trace).toBe('undefined')
  expect(waysOut.taken).toEqual([])
  expect(canary.heard).toEqual([])
  expect(canary.connections).toBe(0)
}

/** A browser, or a page's script, may prepare to follow a link that is focused or pointed at. */
async function touchLinks(chat: ChatPage): Promise<void> {
  for (const link of await chat.answers.locator('.answer-text a').all()) {
    const { x, y } = await link.evaluate((element) => {
      element.focus()
      return element.getClientRects()[0] ?? { x: 0, y: 0 }
    })
    await chat.page.mouse.move(x + 2, y + 2)
  }
}

const ALWAYS_TRIED = new Set(['HTML that runs', 'links', 'code and characters'])

for (const [name, makeFamily] of Object.entries(families)) {
  test(`hostile answers: ${name} run nothing, fetch nothing and lead nowhere${longUnless(ALWAYS_TRIED.has(name))}`, async ({
    page,
    server,
    provider,
    canary,
    key,
  }) => {
    const waysOut = new WaysOut(page, server.url)
    await page.addInitScript(watchAnswers, rules)
    const chat = await ChatPage.open(page)
    const answers = answersWith(makeFamily(canary.origin))
    for (const [index, text] of answers.entries()) {
      await chat.ask(directiveFor(text, index, `${key}-${index}`))
      await expect(chat.answers).toHaveCount(index + 1)
      await expect(chat.answer).toHaveAttribute('data-status', 'completed', { timeout: 20_000 })
      expect((await waitForCall(provider.url, `${key}-${index}`)).text).toBe(text)
      await expect(chat.answer.locator('.answer-text > *').first()).toBeAttached()
    }
    // The answers were drawn while they were still arriving.
    expect((await readWatch(page)).states).toBeGreaterThan(answers.length * 2)
    await touchLinks(chat)
    await expectHarmless(page, waysOut, canary)
    expect(waysOut.documents).toBe(1)

    await page.reload()
    await expect(chat.answers.locator('.answer-text')).toHaveCount(answers.length)
    await expect(chat.answer.locator('.answer-text > *').first()).toBeAttached()
    await expectHarmless(page, waysOut, canary)
    expect(waysOut.documents).toBe(2)
    await expect(page).toHaveURL(/\/c\/[\w-]+$/)
  })
}

test('a link of an answer says that it leads away, and gives away no referrer and no opener', async ({
  page,
  context,
  canary,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[rate=0 say=${encodeSaid(`See [the canary](${canary.origin}/opened).`)}]]`)
  const link = chat.answer.getByRole('link', { name: /^the canary\s*\(opens in a new tab\)$/ })
  await expect(link).toBeVisible()
  const address = page.url()
  const opening = context.waitForEvent('page')
  await link.click()
  const opened = await opening
  await opened.waitForLoadState()
  expect(canary.heard[0]).toEqual({ method: 'GET', path: '/opened', referer: undefined })
  expect(await opened.evaluate(() => window.opener === null && document.referrer === '')).toBe(true)
  expect(page.url()).toBe(address)
})

test('the canary hears, and the watch sees, the corpus at work in an unguarded page', async ({
  page,
  canary,
}) => {
  const live = ['html-img', 'html-iframe', 'html-link-stylesheet', 'run-img-onerror']
  const payloads = corpus(canary.origin).filter(({ name }) => live.includes(name))
  expect(payloads).toHaveLength(live.length)
  const waysOut = new WaysOut(page, 'http://localhost')
  await page.addInitScript(watchAnswers, rules)
  await page.goto(`${canary.origin}/scratch`)
  await page.evaluate(
    async ({ html, url }) => {
      await fetch(url)
      document.body.innerHTML = `<div class="answer-text">${html}</div>`
    },
    { html: payloads.map(({ markdown }) => markdown).join(''), url: `${canary.origin}/fetched` },
  )
  for (const name of ['fetched', ...live]) {
    await expect.poll(() => canary.heard.map(({ path }) => path)).toContain(`/${name}`)
  }
  const { breaches, trace } = await readWatch(page)
  for (const element of ['img', 'iframe', 'link']) {
    expect(breaches.join('\n')).toContain(`an element that may not be: <${element}`)
  }
  expect(breaches.join('\n')).toContain('attribute onerror')
  expect(trace).toBe('run-img-onerror')
  expect(canary.connections).toBeGreaterThan(0)
  expect(waysOut.taken.join('\n')).toContain(`request ${canary.origin}/html-img`)
})
