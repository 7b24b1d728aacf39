import { readFile } from 'node:fs/promises'
import type { Locator } from '@playwright/test'
import type { Message } from '@/lib/contract/message'
import { readCall, releaseCall, waitForCall } from './fake-provider/books/books'
import { encodeSaid } from './fake-provider/directives/said-text'
import { expect, test } from './harness/fixtures'
import { ChatPage } from './harness/page/chat-page'
import { offlineUntilPressed } from './harness/page/offline-until-pressed'

const previous = (message: Locator) => message.getByRole('button', { name: 'Previous version' })
const next = (message: Locator) => message.getByRole('button', { name: 'Next version' })
const versions = (message: Locator) => message.getByRole('group', { name: 'Versions' })

test('an edit makes a branch, and a walk between branches shows in every tab', async ({
  page,
  context,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask('[[tokens=3 rate=0]] First wording')
  await chat.waitForWords(3)
  await chat.ask('[[tokens=2 rate=0]] What came after it')
  await expect(chat.answers).toHaveCount(2)
  await chat.waitForWords(2)

  const first = page.locator('[data-role="user"]').first()
  await first.hover()
  await first.getByRole('button', { name: 'Edit question' }).click()
  await first.getByRole('textbox', { name: 'Edited question' }).fill('[[tokens=5 rate=0]] Second')
  await first.getByRole('button', { name: 'Send', exact: true }).click()
  await chat.waitForWords(5)
  await expect(chat.answers).toHaveCount(1)
  await expect(versions(chat.question)).toContainText('2/2')
  await expect(next(chat.question)).toHaveAttribute('aria-disabled', 'true')

  await previous(chat.question).click()
  await expect(first).toContainText('First wording')
  await expect(versions(first)).toContainText('1/2')
  // The branch is shown as far as the person had left it, not just from its beginning.
  await expect(chat.question).toContainText('What came after it')
  await expect(chat.answers).toHaveCount(2)
  await page.reload()
  await expect(first).toContainText('First wording')
  await expect(chat.answers).toHaveCount(2)

  const second = await ChatPage.open(await context.newPage(), new URL(page.url()).pathname)
  await expect(second.answers).toHaveCount(2)
  await next(first).click()
  for (const tab of [chat, second]) {
    await expect(tab.question).toContainText('Second')
    await expect(tab.answers).toHaveCount(1)
    await expect(versions(tab.question)).toContainText('2/2')
  }
  await previous(second.question).click()
  await expect(first).toContainText('First wording')
})

test('the message whose versions change stays in place, and its button keeps the focus @long', async ({
  page,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask('[[text=markdown tokens=900 rate=0]]')
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
  await chat.ask('[[tokens=3 rate=0]] Short')
  await chat.waitForWords(3)
  await chat.edit('[[text=markdown tokens=900 rate=0]] Long')
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
  await chat.question.scrollIntoViewIfNeeded()
  await previous(chat.question).focus()
  const topOf = async () => Math.round((await chat.placeOf(chat.question)).y)
  const top = await topOf()
  await page.keyboard.press('Enter')
  await expect(chat.question).toContainText('Short')
  await expect(previous(chat.question)).toBeFocused()
  // A short branch may end above that place: it is then shown to its end.
  expect(await topOf()).toBeGreaterThanOrEqual(top - 2)
  const shortTop = await topOf()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(chat.question).toContainText('Long')
  await expect(next(chat.question)).toBeFocused()
  expect(Math.abs((await topOf()) - shortTop)).toBeLessThanOrEqual(2)
})

test('an answer goes on in a branch that is not shown @long', async ({ page, provider, key }) => {
  const chat = await ChatPage.open(page)
  await chat.ask('[[tokens=3 rate=0]] First')
  await chat.waitForWords(3)
  await chat.edit(`[[key=${key} tokens=30 hold=20]] Second`)
  await chat.waitForWords(20)
  await previous(chat.question).click()
  await expect(chat.question).toContainText('First')
  expect((await readCall(provider.url, key))?.open).toBe(true)
  await page.getByRole('textbox', { name: 'Your question' }).fill('x')
  await expect(page.getByRole('button', { name: 'Stop and send' })).toBeVisible()
  await chat.composer.fill('')
  await releaseCall(provider.url, key)
  await waitForCall(provider.url, key, ({ open }) => !open)
  await next(chat.question).click()
  await chat.waitForWords(30)
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
})

test('an answer is made again, also by another model, and none is overwritten', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=3 rate=0]]`)
  await chat.waitForWords(3)
  const firstId = await chat.answerId()
  await chat.answer.hover()
  await chat.pressInMenu('Regenerate', 'Try again')
  await waitForCall(provider.url, key, ({ attempt }) => attempt === 2)
  await expect(versions(chat.answer)).toContainText('2/2')
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
  await expect(chat.answer).toBeFocused()

  await chat.pressInMenu('Regenerate', 'fake-claude')
  const call = await waitForCall(provider.url, key, ({ attempt }) => attempt === 3)
  expect(call.model).toBe('fake-claude')
  await expect(versions(chat.answer)).toContainText('3/3')
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
  await chat.answer.getByRole('button', { name: 'Details' }).click()
  const details = page.getByRole('dialog', { name: 'Details of this answer' })
  await expect(details).toContainText('fake-claude')
  await expect(details.getByRole('term').getByText('Date', { exact: true })).toBeVisible()
  await page.keyboard.press('Escape')

  await previous(chat.answer).click()
  await expect(versions(chat.answer)).toContainText('2/3')
  await previous(chat.answer).click()
  await expect(versions(chat.answer)).toContainText('1/3')
  expect(await chat.answerId()).toBe(firstId)
})

test('a question that is written while an answer arrives stops the answer and is sent', async ({
  page,
  server,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key}-1 tokens=9000]]`)
  await chat.waitForWords(5)
  const stopped = await chat.answerId()
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeVisible()
  await chat.composer.fill(`[[key=${key}-2 tokens=3 rate=0]]`)
  await page.getByRole('button', { name: 'Stop and send' }).click()
  await expect(chat.composer).toHaveValue('')
  await chat.waitForWords(3)
  await expect(chat.answers).toHaveCount(2)
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
  await expect(chat.answers.first()).toContainText('Stopped')
  const call = await waitForCall(provider.url, `${key}-1`, ({ open }) => !open)
  expect(call.abortedByClient).toBe(true)
  // The text that was shown is the text that is kept.
  const { text } = server.storedMessage(stopped)
  const shown = await chat.answers.first().locator('[data-answer-text]').innerText()
  expect(shown.split(/\s+/)).toEqual(text.trim().split(/\s+/))

  await chat.ask(`[[key=${key}-3 tokens=9000]]`)
  await chat.waitForWords(5)
  await chat.ask(`[[key=${key}-4 tokens=4 rate=0]]`)
  await expect(chat.answers).toHaveCount(4)
  await chat.waitForWords(4)
})

test('an edit stops the arriving answer and takes its place, in one step', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=9000]] First`)
  await chat.waitForWords(5)
  await chat.composer.press('ArrowUp')
  await expect(chat.editField).toBeFocused()
  await chat.editField.fill('[[tokens=3 rate=0]] Second')
  await chat.question.getByRole('button', { name: 'Stop and send' }).click()
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
  expect((await waitForCall(provider.url, key, ({ open }) => !open)).abortedByClient).toBe(true)
  await previous(chat.question).click()
  await expect(chat.answer).toContainText('Stopped')
})

test('Escape leaves an edit as it was, and does not stop the answer @long', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=60 hold=30]] Original`)
  await chat.waitForWords(30)
  await chat.composer.press('ArrowUp')
  await expect(chat.editField).toBeFocused()
  await expect(chat.editField).toHaveValue(`[[key=${key} tokens=60 hold=30]] Original`)
  await chat.editField.press('Shift+Enter')
  await chat.editField.pressSequentially('another line')
  await page.keyboard.press('Escape')
  await expect(chat.editField).toBeHidden()
  await expect(chat.question).toContainText('Original')
  await expect(chat.question).not.toContainText('another line')
  await expect(chat.composer).toBeFocused()
  await expect(chat.stopButton).toBeVisible()
  expect((await readCall(provider.url, key))?.open).toBe(true)
  await page.keyboard.press('Escape')
  await expect(chat.answer).toContainText('Stopped')
  await chat.pressInMenu('More', 'Edit question')
  await expect(chat.editField).toBeFocused()
  await chat.question.getByRole('button', { name: 'Cancel' }).click()
  await expect(chat.question).toBeFocused()
})

test('an edit that cannot be sent stays open with its text @long', async ({ page }) => {
  const chat = await ChatPage.open(page)
  await chat.ask('[[tokens=3 rate=0]] First')
  await chat.waitForWords(3)
  await page.route('**/api/chat', (route) => route.abort('internetdisconnected'))
  await chat.question.hover()
  await chat.question.getByRole('button', { name: 'Edit question' }).click()
  await chat.editField.fill('[[tokens=4 rate=0]] Precious')
  await chat.editField.press('Enter')
  await expect(page.getByText('Could not reach the server.')).toBeVisible()
  await expect(chat.editField).toHaveValue('[[tokens=4 rate=0]] Precious')
  await chat.waitForWords(3)
  await offlineUntilPressed(page, '**/api/chat', 'Enter')
  await chat.editField.press('Enter')
  await chat.waitForWords(4)
})

test('a stop can be undone for five seconds', async ({ page, provider, key }) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=60 hold=20]]`)
  await chat.waitForWords(20)
  await chat.pressStop()
  await chat.answer.getByRole('button', { name: 'Undo' }).click()
  await expect(chat.answer).toBeFocused()
  await waitForCall(provider.url, key, ({ attempt, held }) => attempt === 2 && held)
  await chat.waitForWords(40)
  await chat.pressStop()
  await expect(chat.answer.getByRole('button', { name: 'Undo' })).toBeVisible()
  await expect(chat.answer.getByRole('button', { name: 'Undo' })).toBeHidden({ timeout: 7_000 })
  await expect(chat.answer.getByRole('button', { name: 'Continue' })).toBeVisible()
  expect((await chat.words()).split(' ')).toHaveLength(40)
})

test('R23 the undo of a stop says that it is a second call, and the details show both calls', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=60 hold=20]]`)
  await chat.waitForWords(20)
  await chat.pressStop()
  const undo = chat.answer.getByRole('button', { name: 'Undo' })
  await expect(undo).toHaveAccessibleName('Undo: a second call')
  await undo.click()
  await waitForCall(provider.url, key, ({ attempt, held }) => attempt === 2 && held)
  await releaseCall(provider.url, key)
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
  await chat.answer.getByRole('button', { name: 'Details' }).click()
  const details = page.getByRole('dialog', { name: 'Details of this answer' })
  const tokensOf = async (call: string) => {
    const label = details.getByText(call, { exact: true })
    const value = await label.locator('xpath=following-sibling::dd').textContent()
    const [, asked, answered] = /(\d+) \+ (\d+) tokens/.exec(value ?? '') ?? []
    return [Number(asked), Number(answered)]
  }
  const [first, second] = [await tokensOf('Call 1'), await tokensOf('Call 2')]
  const { messageId } = await page.evaluate(() => ({
    messageId: document.querySelector('[data-role="assistant"]')?.getAttribute('data-message-id'),
  }))
  const response = await page.request.get(`/api/messages/${messageId}`)
  const { metadata } = (await response.json()) as Message
  expect(metadata?.earlierCalls).toHaveLength(1)
  const { inputTokens = 0, outputTokens = 0 } = metadata?.usage ?? {}
  expect(first.map((count, index) => count + (second[index] ?? 0))).toEqual([
    inputTokens,
    outputTokens,
  ])
  expect(Math.min(...first, ...second)).toBeGreaterThan(0)
})

test('the time to undo a stop waits while the pointer or the focus is on Undo @long', async ({
  page,
  key,
}) => {
  await page.clock.install()
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=60 hold=20]]`)
  await chat.waitForWords(20)
  await chat.holdClock()
  await chat.stopButton.click()
  await expect(chat.answer).toContainText('Stopped ·')
  const undo = chat.answer.getByRole('button', { name: 'Undo' })
  await undo.hover()
  await page.clock.runFor(10_000)
  await expect(undo).toBeVisible()
  await chat.answer.getByRole('button', { name: 'Regenerate' }).focus()
  await page.keyboard.press('Tab')
  await expect(undo).toBeFocused()
  await page.mouse.move(0, 0)
  await page.clock.runFor(10_000)
  await expect(undo).toBeVisible()
  await page.keyboard.press('Shift+Tab')
  await page.clock.runFor(6_000)
  await expect(undo).toBeHidden()
})

const namesUnderStop = ['Continue', 'Regenerate', 'Receipt', 'More', 'Undo: a second call']

for (const width of [768, 1024, 1280]) {
  test(`the buttons of a stopped answer stand on one line of a page of ${width} px @long`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 800 })
    await page.clock.install()
    const chat = await ChatPage.open(page)
    await chat.ask('[[tokens=3 rate=0]]')
    await chat.waitForWords(3)
    await chat.answer.hover()
    const boxesOf = (names: string[]) =>
      Promise.all(
        names.map((name) => chat.answer.getByRole('button', { name, exact: true }).boundingBox()),
      )
    // Once for a first version, and once with the buttons that walk between two.
    for (const question of ['[[tokens=60 hold=20]]', undefined]) {
      if (question === undefined) await chat.pressInMenu('Regenerate', 'Try again')
      else await chat.ask(question)
      // The earlier version is still shown for a moment.
      await expect(chat.answer).toHaveAttribute('data-status', 'active')
      await chat.waitForWords(20)
      await chat.pressStop()
      await expect(chat.answer).toContainText('Stopped ·')
      await chat.placeOf(chat.answer.getByRole('button', { name: 'Continue' }))
      const boxes = await boxesOf(namesUnderStop)
      expect(new Set(boxes.map((box) => box?.y)).size).toBe(1)
      await page.clock.runFor(6_000)
      await expect(chat.answer.getByRole('button', { name: 'Undo' })).toBeHidden()
      expect(await boxesOf(namesUnderStop.slice(0, -1))).toEqual(boxes.slice(0, -1))
    }
  })
}

test('an edit, a new answer and the walk between versions can be done by keyboard', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask('[[tokens=3 rate=0]] First')
  await chat.waitForWords(3)
  await page.keyboard.press('ArrowUp')
  await expect(chat.editField).toBeFocused()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.insertText(`[[key=${key} tokens=5 rate=0]] Second`)
  await page.keyboard.press('Enter')
  await chat.waitForWords(5)
  await expect(chat.composer).toBeFocused()

  await chat.answer.getByRole('button', { name: 'Regenerate' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Try again' })).toBeFocused()
  await page.keyboard.press('Enter')
  await waitForCall(provider.url, key, ({ attempt }) => attempt === 2)
  await expect(chat.answer).toBeFocused()
  await expect(versions(chat.answer)).toContainText('2/2')
  await previous(chat.answer).focus()
  await page.keyboard.press('Space')
  await expect(versions(chat.answer)).toContainText('1/2')
  await expect(previous(chat.answer)).toBeFocused()
  await previous(chat.question).focus()
  await page.keyboard.press('Enter')
  await expect(versions(chat.question)).toContainText('1/2')
  await chat.waitForWords(3)
})

test('an answer is copied as it is shown or as Markdown, and a chat is saved as a file @long', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
  const markdown = '# Stops\n\nA **full** stop.\n\n```js\nlet end = 1\n```\n'
  const chat = await ChatPage.open(page)
  await chat.ask(`What: a/stop? [[say=${encodeSaid(markdown)} rate=0]]`)
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
  await expect(page).toHaveTitle(/a\/stop/)
  await chat.answer.hover()
  await chat.answer.getByRole('button', { name: 'Copy answer' }).click()
  await expect(chat.answer.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(await clipboard()).toBe('Stops\n\nA full stop.\n\nlet end = 1')
  await expect(chat.answer.getByRole('button', { name: 'Copy answer' })).toBeVisible()

  await chat.answer.getByRole('button', { name: 'Copy as Markdown' }).click()
  await expect(chat.answer.getByRole('button', { name: 'Copied' })).toBeFocused()
  expect((await clipboard()).trim()).toBe(markdown.trim())

  const download = page.waitForEvent('download')
  await chat.pressInMenu('More', 'Download chat')
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^What a stop [^/\\:?]*\.md$/)
  const text = await readFile(await file.path(), 'utf8')
  expect(text).toContain('## You\n\n> What: a/stop? [[say=')
  const quoted = markdown.trim().replaceAll(/^/gm, '> ').replaceAll('> \n', '>\n')
  expect(text).toContain(`## compatible/fake-small\n\n${quoted}`)
})

test('a copied answer keeps the marks of its lists, and its tables go into a spreadsheet @long', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const markdown = [
    '- One\n- Two **bold**\n  1. First\n  2. Second\n     - Deep\n- [x] Done',
    '3. Three\n\n   More of it\n\n   ```js\n     let end = 1\n   ```\n4. Four',
    '| A | B |\n| --- | --- |\n| 1 | two `words` |\n|  | 4 |',
    '> Said\n>\n> - Quoted',
    'The end.',
  ]
  const copied = [
    '- One\n- Two bold\n  1. First\n  2. Second\n     - Deep\n- [x] Done',
    '3. Three\n\n   More of it\n\n     let end = 1\n4. Four',
    'A\tB\n1\ttwo words\n\t4',
    'Said\n\n- Quoted',
    'The end.',
  ]
  const chat = await ChatPage.open(page)
  await chat.ask(`[[say=${encodeSaid(markdown.join('\n\n'))} rate=0]]`)
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
  await chat.answer.hover()
  await chat.answer.getByRole('button', { name: 'Copy answer' }).click()
  await expect(chat.answer.getByRole('button', { name: 'Copied' })).toBeVisible()
  const clipboard = await page.evaluate(() => navigator.clipboard.readText())
  expect(clipboard.split('\n')).toEqual(copied.join('\n\n').split('\n'))
})

test('a copy of an answer has the words of its links, and not their mark @long', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const clipboard = () =>
    page.evaluate(async () => {
      const [item] = await navigator.clipboard.read()
      const read = async (type: string) => (await item?.getType(type))?.text()
      const hasHtml = item?.types.includes('text/html')
      return { text: await read('text/plain'), html: hasHtml ? await read('text/html') : undefined }
    })
  const markdown = 'See [the **manual**](https://x.test/m), ![a cat](https://x.test/c) and that.'
  const chat = await ChatPage.open(page)
  await chat.ask(`[[say=${encodeSaid(markdown)} rate=0]]`)
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
  const words = 'See the manual, Image: a cat and that.'

  await chat.answer.locator('[data-answer-text]').evaluate((text) => {
    getSelection()?.selectAllChildren(text)
  })
  await page.keyboard.press('Control+c')
  const selected = await clipboard()
  expect(selected.text?.trim()).toBe(words)
  expect(selected.html).toContain('href="https://x.test/m"')
  expect(selected.html).not.toMatch(/↗|new tab/)

  await chat.answer.hover()
  await chat.answer.getByRole('button', { name: 'Copy answer' }).click()
  await expect(chat.answer.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect((await clipboard()).text).toBe(words)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 700 }, hasTouch: true, isMobile: true })

  test('the buttons of a message are there without hovering, and fit', async ({ page }) => {
    const chat = await ChatPage.open(page)
    await chat.ask('[[tokens=3 rate=0]] First')
    await chat.waitForWords(3)
    await chat.pressInMenu('Regenerate', 'Try again')
    await expect(versions(chat.answer)).toContainText('2/2')
    await expect(chat.answer).toHaveAttribute('data-status', 'completed')
    for (const [message, name] of [
      [chat.question, 'Edit question'],
      [chat.answer, 'Copy answer'],
      [chat.answer, 'More'],
      [chat.answer, 'Previous version'],
    ] as const) {
      const button = message.getByRole('button', { name, exact: true })
      await expect(button).toBeInViewport({ ratio: 1 })
      const box = await button.boundingBox()
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44)
    }
    await chat.ask('[[tokens=60 hold=20]]')
    await chat.waitForWords(20)
    await chat.pressStop()
    await expect(chat.answer).toContainText('Stopped ·')
    for (const name of namesUnderStop) {
      const button = chat.answer.getByRole('button', { name, exact: true })
      await expect(button).toBeInViewport({ ratio: 1 })
      expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44)
    }
    const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(scrollWidth).toBeLessThanOrEqual(360)
  })
})
