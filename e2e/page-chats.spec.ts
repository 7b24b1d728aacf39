import { waitForCall } from './fake-provider/books/books'
import { expect, test } from './harness/fixtures'
import { ChatPage } from './harness/page/chat-page'
import { offlineUntilPressed } from './harness/page/offline-until-pressed'

test('a guest chats without a form; the chat has a title, is renamed and deleted', async ({
  page,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask('[[tokens=3 rate=0]] What is a full stop?')
  await chat.waitForWords(3)
  await expect(page).toHaveURL(/\/c\/[\w-]+$/)
  const row = chat.chatList.first()
  await expect(row).toContainText('What is a full stop?')
  await expect(page).toHaveTitle(/What is a full stop\?/)

  await row.getByRole('button', { name: /menu|more|options/i }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByRole('textbox', { name: /title|name/i }).fill('Punctuation')
  await page.keyboard.press('Enter')
  await expect(row).toContainText('Punctuation')
  await page.reload()
  await expect(row).toContainText('Punctuation')

  await row.getByRole('button', { name: /menu|more|options/i }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(chat.chatList).toHaveCount(0)
})

test('answers are Markdown, and nothing in them is fetched or run', async ({ page }) => {
  const foreign: string[] = []
  page.on('request', (request) => {
    if (!['localhost', '127.0.0.1'].includes(new URL(request.url()).hostname))
      foreign.push(request.url())
  })
  const chat = await ChatPage.open(page)
  await chat.ask('[[text=markdown tokens=600 rate=0]]')
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
  for (const selector of ['h1, h2, h3', 'ul li, ol li', 'table td', 'pre code']) {
    await expect(chat.answer.locator(selector).first()).toBeVisible()
  }
  expect(foreign).toEqual([])
})

test('the model that was picked is the one that is asked, also after a reload @long', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  const picker = page
    .getByRole('button', { name: /^Model: / })
    .or(page.getByRole('combobox', { name: /^Model: / }))
  await picker.click()
  await page
    .getByRole('option', { name: 'fake-large' })
    .or(page.getByRole('menuitemradio', { name: 'fake-large' }))
    .click()
  await chat.ask(`[[key=${key} tokens=2 rate=0]]`)
  await chat.waitForWords(2)
  expect((await waitForCall(provider.url, key)).model).toBe('fake-large')
  await page.reload()
  await chat.ask(`[[key=${key}-2 tokens=2 rate=0]]`)
  expect((await waitForCall(provider.url, `${key}-2`)).model).toBe('fake-large')
})

test('a question that is sent before its chat has loaded goes out as soon as the chat has', async ({
  page,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=2 rate=0]]`)
  await chat.waitForWords(2)
  const loaded = Promise.withResolvers<void>()
  await page.route('**/api/chats/*', async (route) => {
    await loaded.promise
    await route.continue()
  })
  await page.reload()
  await chat.composer.focus()
  await chat.composer.fill(`[[key=${key}-2 tokens=3 rate=0]]`)
  // Until the scripts have loaded, Enter sends nothing.
  await expect(page.getByRole('button', { name: /^Model: / })).toBeVisible()
  await chat.composer.press('Enter')
  await expect(chat.composer).not.toHaveValue('')
  loaded.resolve()
  await chat.waitForWords(3)
  await expect(chat.composer).toHaveValue('')
})

test('a question that is typed right after New chat is not sent in the previous chat @long', async ({
  page,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`First [[key=${key}-1 tokens=3 rate=0]]`)
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
  const firstPath = new URL(page.url()).pathname
  const newChat = page.getByRole('link', { name: 'New chat' }).first()
  // Within one task of the browser: faster than any hand, on however slow a machine.
  await newChat.evaluate(async (link, question) => {
    if (link instanceof HTMLElement) link.click()
    await Promise.resolve()
    const field = document.querySelector('textarea')
    field?.focus()
    document.execCommand('insertText', false, question)
    await Promise.resolve()
    field?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
  }, `Second [[key=${key}-2 tokens=4 rate=0]]`)
  await expect(chat.answer).toContainText('word0004')
  await expect(chat.answers).toHaveCount(1)
  await expect(chat.chatList).toHaveCount(2)
  expect(new URL(page.url()).pathname).not.toBe(firstPath)
})

test('R26 a refusal by the provider is explained plainly, and Retry asks it again', async ({
  page,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=3 status=401 faultyAttempts=1]]`)
  await expect(chat.answer).toContainText('The provider rejected the API key.')
  await chat.answer.getByRole('button', { name: 'Retry' }).click()
  await chat.waitForWords(3)
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
})

test('a question that cannot be sent is kept, and can be sent again', async ({ page, key }) => {
  const chat = await ChatPage.open(page)
  await offlineUntilPressed(page, '**/api/chat', 'Send again')
  await chat.composer.fill(`[[key=${key} tokens=3]] Precious`)
  await chat.composer.press('Enter')
  await expect(page.getByText('Could not reach the server.')).toBeVisible()
  // The page's own retries take the note away for a moment, even from under a press.
  await expect(async () => {
    await page.getByRole('button', { name: 'Send again' }).click({ timeout: 2_000 })
    await expect(chat.composer).toBeFocused({ timeout: 500 })
  }).toPass()
  await chat.waitForWords(3)
})

test('seven tabs opened at once are one guest @long', async ({ context, server }) => {
  const pages = await Promise.all(Array.from({ length: 7 }, () => context.newPage()))
  const before =
    server.query<{ users: number }>('SELECT count(*) AS users FROM users')[0]?.users ?? 0
  await Promise.all(pages.map((page) => ChatPage.open(page)))
  // The list of a guest has been read: each tab is signed in.
  for (const page of pages) {
    await expect(page.getByText('Your chats will appear here.')).toBeVisible()
  }
  const after = server.query<{ users: number }>('SELECT count(*) AS users FROM users')[0]?.users
  expect(after).toBe(before + 1)
})
