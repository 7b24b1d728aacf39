import type { Page } from '@playwright/test'
import { encodeSaid } from './fake-provider/directives/said-text'
import { expect, test } from './harness/fixtures'
import { ChatPage } from './harness/page/chat-page'
import { holdColours } from './harness/page/hold-colours'

const ANSWER = [
  '## Stops\n\nA **full** stop, a *half* one, `a` and [a link](https://x.test/a).',
  '- [x] Done\n  - Deep\n- [ ] Open\n\n3. Three',
  '| A | B |\n| --- | --: |\n| 1 | 2 |',
  '```js\nlet end = 1 < 2\n```\n\n> Said\n\nSo $x^2$.',
  '1 High Street\nLondon\n\n- <ul>\n    <li>\n- b',
].join('\n\n')

async function answerOf(page: Page, text: string, pace = 'rate=0'): Promise<ChatPage> {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[say=${encodeSaid(text)} ${pace}]]`)
  return chat
}

/** The text and the HTML that programs find on the clipboard. */
function clipboard(page: Page): Promise<{ text: string | undefined; html: string | undefined }> {
  return page.evaluate(async () => {
    const [item] = await navigator.clipboard.read()
    const read = async (type: string) => (await item?.getType(type))?.text()
    return { text: await read('text/plain'), html: await read('text/html') }
  })
}

test('a copied answer has its structure for programs that take HTML, and nothing of the page @long', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const chat = await answerOf(page, ANSWER)
  await expect(chat.answer.locator('math')).toBeVisible()
  await expect(chat.answer.locator('.code-keyword').first()).toBeVisible({ timeout: 20_000 })
  await chat.answer.hover()
  await chat.answer.getByRole('button', { name: 'Copy answer' }).click()
  await expect(chat.answer.getByRole('button', { name: 'Copied' })).toBeVisible()
  const { text, html = '' } = await clipboard(page)
  expect(text).toContain('Stops\n\nA full stop, a half one, a and a link.\n\n- [x] Done\n  - Deep')
  expect(text).toContain('1 High Street\nLondon\n\n- <ul>\n    <li>\n- b')
  for (const piece of [
    '<h1>Stops</h1>',
    'A <strong>full</strong> stop, a <em>half</em> one, <code>a</code> and <a href="https://x.test/a">a link</a>.',
    '☑ Done',
    '☐ Open',
    '<ol start="3">',
    '<th>A</th>',
    '<pre><code>let end = 1 &lt; 2</code></pre>',
    '<blockquote>',
    '<p>1 High Street<br>\nLondon</p>',
    '<pre>&lt;ul&gt;\n  &lt;li&gt;</pre>',
    '<msup><mi>x</mi><mn>2</mn></msup>',
  ]) {
    expect(html).toContain(piece)
  }
  expect(html).not.toMatch(/class=|<button|<span|<input|Copy|data-/)
})

test('an answer without visible text says so, and offers nothing to copy @long', async ({
  page,
}) => {
  const chat = await answerOf(page, ' \n\n ')
  await expect(chat.answer).toContainText('The model answered nothing.')
  await chat.answer.hover()
  await expect(chat.answer.getByRole('button', { name: 'Regenerate' })).toBeVisible()
  await expect(chat.answer.getByRole('button', { name: /^Copy/ })).toHaveCount(0)
})

/** Selects these words of the last answer, as a drag from their end to their beginning does. */
async function select(chat: ChatPage, words: string): Promise<void> {
  // Until the renderer has loaded, the text is shown without its elements, and is then drawn from scratch.
  await expect(chat.answer.locator('[data-answer-text] :is(strong, pre)')).toBeVisible()
  await chat.answer.locator('[data-answer-text]').evaluate((element, wanted) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
      const start = text.textContent?.indexOf(wanted) ?? -1
      if (start >= 0) getSelection()?.setBaseAndExtent(text, start + wanted.length, text, start)
    }
  }, words)
  expect(await selected(chat)).toBe(words)
}

function selected(chat: ChatPage): Promise<string> {
  return chat.page.evaluate(() => getSelection()?.toString() ?? '')
}

test('selected words stay selected while the answer grows', async ({ page }) => {
  const words = Array.from({ length: 60 }, (_, index) => `number${index}`)
  const chat = await answerOf(page, `One **two** three ${words.join(' ')}`, 'pieceLength=9 rate=25')
  await expect(chat.answer).toContainText('number3')
  await select(chat, 'three number0')
  await expect(chat.answer).toContainText('number50', { timeout: 20_000 })
  expect(await selected(chat)).toBe('three number0')
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
  expect(await selected(chat)).toBe('three number0')
})

test('selected words in code stay selected when the code gets its colours @long', async ({
  page,
}) => {
  await holdColours(page)
  const chat = await answerOf(page, '```js\nlet a = 1\n// It ends here.\nlet b = a\n```')
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
  await select(chat, 'ends here.\nlet b')
  await page.evaluate(() => window.letColoursCome?.())
  await expect(chat.answer.locator('.code-comment')).toBeVisible({ timeout: 20_000 })
  expect(await selected(chat)).toBe('ends here.\nlet b')
})
