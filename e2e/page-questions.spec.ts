import type { Page } from '@playwright/test'
import { expect, test } from './harness/fixtures'
import { ChatPage } from './harness/page/chat-page'

const LONG = Array.from({ length: 40 }, (_, index) => `line ${index}`).join('\n')

test('a long question folds after twelve lines, and unfolds, by keyboard too @long', async ({
  page,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[tokens=3 rate=0]]\n${LONG}`)
  const lines = chat.question.locator('.question-lines')
  const heightInLines = () =>
    lines.evaluate((element) => {
      const { lineHeight, height } = getComputedStyle(element)
      return Math.round(parseFloat(height) / parseFloat(lineHeight))
    })
  await expect.poll(heightInLines).toBe(12)
  const showAll = chat.question.getByRole('button', { name: 'Show all' })
  await expect(showAll).toHaveAttribute('aria-expanded', 'false')
  await showAll.focus()
  await page.keyboard.press('Enter')
  await expect.poll(heightInLines).toBe(41)
  await expect(chat.question.getByText('line 39')).toBeInViewport()
  const showLess = chat.question.getByRole('button', { name: 'Show less' })
  await expect(showLess).toBeFocused()
  await page.keyboard.press('Enter')
  await expect.poll(heightInLines).toBe(12)
  await expect(chat.question.getByRole('button', { name: 'Show all' })).toBeInViewport()

  await chat.ask(`[[tokens=3 rate=0]] ${LONG.slice(0, 70)}`)
  await expect(chat.question).toContainText('line 8')
  await expect(chat.question.getByRole('button', { name: 'Show all' })).toHaveCount(0)
})

test('the first line of a question keeps its indentation @long', async ({ page }) => {
  const question = '    [[tokens=3 rate=0]]:\n        stop()'
  const chat = await ChatPage.open(page)
  await chat.ask(`\n${question}\n`)
  await chat.waitForWords(3)
  const lines = chat.question.locator('.question-lines')
  expect(await lines.textContent()).toBe(question)
  await page.reload()
  await expect(lines).toBeVisible()
  expect(await lines.textContent()).toBe(question)
  await chat.edit(question.replace('stop', '  stop'))
  await expect.poll(() => lines.textContent()).toBe(question.replace('stop', '  stop'))
})

/** Drops files on an element, as from another program; true if the page kept the browser from them. */
function dropFiles(page: Page, selector: string, names: string[]): Promise<boolean> {
  return page.locator(selector).evaluate((target, all) => {
    const dataTransfer = new DataTransfer()
    for (const name of all) dataTransfer.items.add(new File(['x'], name))
    const options = { bubbles: true, cancelable: true, dataTransfer }
    return ['dragover', 'drop'].every((type) => !target.dispatchEvent(new DragEvent(type, options)))
  }, names)
}

test('files that are dropped or pasted are refused in words, and the typed text stays', async ({
  page,
}) => {
  const chat = await ChatPage.open(page)
  await chat.composer.fill('So far')
  const note = page.getByRole('status').filter({ hasText: 'cannot be sent' })
  expect(await dropFiles(page, 'main', ['plan.pdf'])).toBe(true)
  await expect(note).toContainText('“plan.pdf” cannot be sent: a question is text only.')
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(note).toHaveCount(0)
  await expect(chat.composer).toBeFocused()

  expect(await dropFiles(page, 'textarea', ['a.png', 'b.png'])).toBe(true)
  await expect(note).toContainText('These files cannot be sent')
  await page.getByRole('button', { name: 'Dismiss' }).click()

  const paste = (types: Record<string, string>, into = chat.composer) =>
    into.evaluate((field, all) => {
      const clipboardData = new DataTransfer()
      for (const [type, text] of Object.entries(all)) clipboardData.setData(type, text)
      clipboardData.items.add(new File(['x'], 'image.png', { type: 'image/png' }))
      field.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, clipboardData }))
    }, types)
  await paste({ 'text/plain': 'cells' })
  await expect(note).toHaveCount(0)
  await paste({ 'text/html': '<img>' })
  await expect(note).toContainText('“image.png” cannot be sent')
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await paste({ 'text/plain': 'image.png' })
  await expect(note).toContainText('“image.png” cannot be sent')
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await paste({}, page.locator('body'))
  await expect(note).toContainText('“image.png” cannot be sent')
  await expect(chat.composer).toHaveValue('So far')
})

test('a link or a text that is dropped outside the field never leads away from the page', async ({
  page,
}) => {
  await ChatPage.open(page)
  const dropText = (selector: string) =>
    page.locator(selector).evaluate((target) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.setData('text/uri-list', 'https://x.test/')
      const options = { bubbles: true, cancelable: true, dataTransfer }
      return !target.dispatchEvent(new DragEvent('dragover', options))
    })
  expect(await dropText('main')).toBe(true)
  // The browser itself puts dropped text into the field.
  expect(await dropText('textarea')).toBe(false)
})
