import type { Locator, Page } from '@playwright/test'
import { readCall, releaseCall, waitForCall } from './fake-provider/books/books'
import { expect, test } from './harness/fixtures'
import { longUnless } from './harness/long-unless'
import { ChatPage } from './harness/page/chat-page'

/** The menus and dialogs that can lie over a chat, and the button that opens each. */
const overlays: { name: string; open: (page: Page) => Locator; opened: (page: Page) => Locator }[] =
  [
    {
      name: 'the menu of the models',
      open: (page) => page.getByRole('button', { name: /^Model: / }),
      opened: (page) => page.getByRole('menu'),
    },
    {
      name: 'the menu of a chat',
      open: (page) => page.getByRole('button', { name: /^Options for/ }).first(),
      opened: (page) => page.getByRole('menu'),
    },
    {
      name: 'the dialog of the settings',
      open: (page) => page.getByRole('button', { name: 'Settings for this chat' }),
      opened: (page) => page.getByRole('dialog'),
    },
  ]

for (const { name, open, opened } of overlays) {
  test(`R1 Esc closes ${name} and stops nothing; the next Esc stops${longUnless(name === 'the menu of a chat')}`, async ({
    page,
    provider,
    key,
  }) => {
    const chat = await ChatPage.open(page)
    await chat.ask(`[[key=${key} tokens=60 hold=20]]`)
    await chat.waitForWords(20)
    await open(page).click()
    await expect(opened(page)).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(opened(page)).toHaveCount(0)
    await expect(chat.stopButton).toBeVisible()
    expect((await readCall(provider.url, key))?.open).toBe(true)
    await page.keyboard.press('Escape')
    await expect(chat.answer).toContainText('Stopped')
    const call = await waitForCall(provider.url, key, (of) => !of.open)
    expect(call.abortedByClient).toBe(true)
  })
}

test('R1 Esc during a composition stops nothing; the next Esc stops', async ({
  page,
  context,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=60 hold=20]]`)
  await chat.waitForWords(20)
  await chat.composer.focus()
  const input = await context.newCDPSession(page)
  await input.send('Input.imeSetComposition', { text: 'か', selectionStart: 1, selectionEnd: 1 })
  await expect(chat.composer).toHaveValue('か')
  await page.keyboard.press('Escape')
  await expect(chat.stopButton).toBeVisible()
  expect((await readCall(provider.url, key))?.open).toBe(true)
  await input.send('Input.insertText', { text: '火' })
  await expect(chat.composer).toHaveValue('火')
  await page.keyboard.press('Escape')
  await expect(chat.answer).toContainText('Stopped')
  await expect(chat.composer).toHaveValue('火')
})

test('a key that ends a composition in Safari sends nothing and stops nothing', async ({
  page,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=60 hold=20]]`)
  await chat.waitForWords(20)
  await chat.composer.fill('火')
  // Safari marks a key of the input method by the old key code alone.
  await chat.composer.evaluate((field) => {
    for (const name of ['Enter', 'Escape']) {
      const of = { key: name, keyCode: 229, bubbles: true, cancelable: true }
      field.dispatchEvent(new KeyboardEvent('keydown', of))
    }
  })
  await expect(chat.composer).toHaveValue('火')
  await expect(chat.stopButton).toBeVisible()
  await chat.composer.press('Enter')
  await expect(chat.question).toContainText('火')
})

test('P5 Esc stops the answer of the chat that is shown, and no other', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key}-1 tokens=60 hold=20]]`)
  await chat.waitForWords(20)
  const first = new URL(page.url()).pathname
  await page.getByRole('link', { name: 'New chat' }).first().click()
  // In the new chat Esc has nothing to stop; while the first is still shown, it would stop that.
  await expect(chat.answers).toHaveCount(0)
  await page.keyboard.press('Escape')
  await chat.ask(`[[key=${key}-2 tokens=60 hold=20]]`)
  await chat.waitForWords(20)
  await page.keyboard.press('Escape')
  await expect(chat.answer).toContainText('Stopped')
  await waitForCall(provider.url, `${key}-2`, ({ open }) => !open)
  await page.keyboard.press('Escape')
  expect((await readCall(provider.url, `${key}-1`))?.open).toBe(true)
  await releaseCall(provider.url, `${key}-1`)
  await page.locator(`a[href="${first}"]`).first().click()
  await chat.waitForWords(60)
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
})
