import type { Locator, Page } from '@playwright/test'
import { releaseCall, waitForCall } from './fake-provider/books/books'
import { expect, test } from './harness/fixtures'
import { ChatPage } from './harness/page/chat-page'
import type { AppServer } from './harness/server/app-server'

const searchField = (page: Page) => page.getByRole('searchbox', { name: 'Search chats' })

const tooMany = { error: { code: 'rate_limited', message: 'Too many calls.' } }

/** The group of the list with this name. */
const group = (page: Page, name: string) => page.getByRole('list', { name, exact: true })

async function askInNewChat(chat: ChatPage, question: string, words: number): Promise<void> {
  await chat.page.getByRole('link', { name: 'New chat' }).first().click()
  await expect(chat.page).toHaveURL(/\/$/)
  await chat.ask(question)
  await chat.waitForWords(words)
}

const titlesIn = (server: AppServer) =>
  server.query<{ title: string }>('SELECT title FROM chats').map(({ title }) => title)

async function choose(page: Page, row: Locator, item: string): Promise<void> {
  await row.getByRole('button', { name: /^Options for/ }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

test('a search finds the words of an answer, and the kept words of a stopped one', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`Apples [[key=${key}-1 tokens=30 rate=0]]`)
  await chat.waitForWords(30)
  await askInNewChat(chat, `Pears [[key=${key}-2 tokens=900 hold=9]]`, 9)
  await chat.pressStop()
  await expect(chat.answer).toContainText('Stopped')
  await waitForCall(provider.url, `${key}-2`, ({ open }) => !open)

  await searchField(page).fill('word0008')
  await expect(page.getByText('2 chats found')).toBeAttached()
  await expect(chat.chatList).toHaveCount(2)
  await expect(chat.chatList.first().locator('mark')).toHaveText('word0008')

  await searchField(page).fill('ord0020')
  await expect(page.getByText('1 chat found')).toBeAttached()
  await expect(chat.chatList).toContainText(['Apples'])
  await chat.chatList.getByRole('link').click()
  await chat.waitForWords(30)

  await searchField(page).fill('word0031" OR *')
  await expect(page.getByText('Nothing found')).toBeVisible()
  await searchField(page).press('Escape')
  await expect(searchField(page)).toHaveValue('')
  await expect(chat.chatList).toHaveCount(2)
})

test('a pinned chat comes first, and goes back to its day once it is unpinned @long', async ({
  page,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`Old and dear [[key=${key}-1 tokens=2 rate=0]]`)
  await chat.waitForWords(2)
  await askInNewChat(chat, `New [[key=${key}-2 tokens=2 rate=0]]`, 2)
  await expect(group(page, 'Today').getByRole('listitem')).toHaveCount(2)

  await choose(page, chat.chatList.last(), 'Pin')
  await expect(group(page, 'Pinned').getByRole('listitem')).toContainText(['Old and dear'])
  await expect(group(page, 'Today').getByRole('listitem')).toContainText(['New'])
  // The row is a new element, and still has the focus.
  await expect(chat.chatList.first().getByRole('button', { name: /^Options for/ })).toBeFocused()
  await page.reload()
  await expect(group(page, 'Pinned').getByRole('listitem')).toHaveCount(1)

  await choose(page, chat.chatList.first(), 'Unpin')
  await expect(group(page, 'Pinned')).toHaveCount(0)
  await expect(group(page, 'Today').getByRole('listitem')).toHaveCount(2)
})

test('a chat that cannot be pinned stays where it was, and the list says why @long', async ({
  page,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`Old and dear [[key=${key}-1 tokens=2 rate=0]]`)
  await chat.waitForWords(2)
  await askInNewChat(chat, `New [[key=${key}-2 tokens=2 rate=0]]`, 2)
  await page.route('**/api/chats/*', async (route) => {
    if (route.request().method() !== 'PATCH') await route.continue()
    else await route.fulfill({ status: 429, json: tooMany })
  })
  await choose(page, chat.chatList.last(), 'Pin')
  const note = page.getByRole('status').filter({ hasText: 'Not pinned:' })
  await expect(note).toContainText('Old and dear')
  await expect(note).toContainText('Too many calls.')
  await expect(group(page, 'Pinned')).toHaveCount(0)
  await expect(group(page, 'Today').getByRole('listitem')).toContainText(['New', 'Old and dear'])
  await expect(chat.chatList.last().getByRole('button', { name: /^Options for/ })).toBeFocused()

  await note.getByRole('button', { name: 'Dismiss' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Not pinned:')).toHaveCount(0)
  await expect(chat.chatList.last().getByRole('link')).toBeFocused()
  await page.unroute('**/api/chats/*')
  await choose(page, chat.chatList.last(), 'Pin')
  await expect(group(page, 'Pinned').getByRole('listitem')).toContainText(['Old and dear'])
})

test('a deleted chat comes back with Undo, and the page with it', async ({ page, key }) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`Precious [[key=${key} tokens=3 rate=0]]`)
  await chat.waitForWords(3)
  const path = new URL(page.url()).pathname
  let deletions = 0
  page.on('request', (request) => {
    if (request.method() === 'DELETE') deletions += 1
  })
  await choose(page, chat.chatList.first(), 'Delete')
  await expect(chat.chatList).toHaveCount(0)
  await expect(page).toHaveURL(/\/$/)
  await expect(page.getByRole('status').filter({ hasText: 'Deleted' })).toContainText('Precious')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page).toHaveURL(new RegExp(`${path}$`))
  await expect(chat.chatList).toHaveCount(1)
  await chat.waitForWords(3)
  await page.waitForTimeout(6_000)
  expect(deletions).toBe(0)
})

test('the time to bring a chat back waits while the pointer or the focus is on Undo @long', async ({
  page,
  server,
  key,
}) => {
  await page.clock.install()
  const chat = await ChatPage.open(page)
  await chat.ask(`First [[key=${key}-1 tokens=2 rate=0]]`)
  await chat.waitForWords(2)
  await askInNewChat(chat, `Second [[key=${key}-2 tokens=2 rate=0]]`, 2)
  const undo = page.getByRole('button', { name: 'Undo' })

  await choose(page, chat.chatList.last(), 'Delete')
  await expect(chat.chatList).toHaveCount(1)
  await expect(undo).toBeFocused()
  await chat.holdClock()
  await undo.hover()
  await page.clock.runFor(10_000)
  await expect(undo).toBeVisible()
  await page.mouse.move(0, 0)
  await page.clock.runFor(6_000)
  await expect(undo).toHaveCount(0)
  await expect.poll(() => titlesIn(server)).not.toContain(`First [[key=${key}-1 tokens=2 rate=0]]`)

  await page.clock.resume()
  await page.getByRole('link', { name: 'New chat' }).first().click()
  await expect(chat.composer).toBeFocused()
  await chat.chatList
    .first()
    .getByRole('button', { name: /^Options for/ })
    .focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem').first()).toBeFocused()
  await page.keyboard.press('End')
  await expect(page.getByRole('menuitem', { name: 'Delete' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(undo).toBeFocused()
  await chat.holdClock()
  await page.clock.runFor(10_000)
  await expect(undo).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await page.clock.runFor(6_000)
  await expect(undo).toHaveCount(0)
})

test('a chat that began before the events did is listed, also while an older list is on its way @long', async ({
  page,
  key,
}) => {
  const late = { list: Promise.withResolvers<void>(), events: Promise.withResolvers<void>() }
  let reads = 0
  await page.route('**/api/chats', async (route) => {
    if (route.request().method() !== 'GET') return route.continue()
    reads += 1
    if (reads > 1) return route.continue()
    const response = await route.fetch()
    await late.list.promise
    // The page may have called this request off by then.
    await route.fulfill({ response }).catch(() => {})
  })
  await page.route('**/api/events*', async (route) => {
    await late.events.promise
    await route.continue()
  })
  const chat = await ChatPage.open(page)
  await expect.poll(() => reads).toBe(1)
  await chat.ask(`Early [[key=${key} tokens=9 hold=3]]`)
  await expect(chat.answer).toBeVisible()
  const opened = page.waitForResponse('**/api/events*')
  late.events.resolve()
  await opened
  await expect.poll(() => reads).toBe(2)
  late.list.resolve()
  await expect(chat.chatList.filter({ hasText: 'Early' })).toHaveCount(1)
})

test('a deleted chat stops at once, and is gone after five seconds', async ({
  page,
  server,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=900 hold=5]]`)
  await chat.waitForWords(5)
  const chatId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const stored = () => server.query('SELECT id FROM chats WHERE id = ?', chatId)
  await choose(page, chat.chatList.first(), 'Delete')
  const call = await waitForCall(provider.url, key, ({ open }) => !open)
  expect(call.abortedByClient).toBe(true)
  expect(stored()).toHaveLength(1)
  await expect.poll(stored).toEqual([])
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0)
})

test('a person who leaves the page within the five seconds has deleted the chat, too @long', async ({
  page,
  server,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=2 rate=0]]`)
  await chat.waitForWords(2)
  const chatId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await choose(page, chat.chatList.first(), 'Delete')
  await expect(chat.chatList).toHaveCount(0)
  await page.goto('about:blank')
  await expect
    .poll(() => server.query('SELECT id FROM chats WHERE id = ?', chatId), { timeout: 3_000 })
    .toEqual([])
})

test('an answer that ends in another chat is marked until that chat is opened @long', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`Slow [[key=${key}-1 tokens=9 hold=3]]`)
  await chat.waitForWords(3)
  await askInNewChat(chat, `Fast [[key=${key}-2 tokens=2 rate=0]]`, 2)
  await expect(page).toHaveTitle(/^(?!\()/)
  await releaseCall(provider.url, `${key}-1`)
  const row = chat.chatList.filter({ hasText: 'Slow' })
  await expect(row.getByRole('link')).toHaveAccessibleName(/New answer/)
  await expect(page).toHaveTitle(/^\(1\) /)
  await row.getByRole('link').click()
  await chat.waitForWords(9)
  await expect(page.getByText('New answer')).toHaveCount(0)
  await expect(page).toHaveTitle(/^(?!\()/)
})

test('the list can be used by keyboard alone, and the focus is never lost', async ({
  page,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`First [[key=${key}-1 tokens=2 rate=0]]`)
  await chat.waitForWords(2)
  await askInNewChat(chat, `Second [[key=${key}-2 tokens=2 rate=0]]`, 2)

  // In the question's field, a slash is only a character.
  await chat.composer.press('/')
  await expect(chat.composer).toHaveValue('/')
  await chat.composer.fill('')
  await chat.chatList.first().getByRole('link').focus()
  await page.keyboard.press('/')
  await expect(searchField(page)).toBeFocused()
  await page.keyboard.type('First')
  await expect(chat.chatList).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(chat.chatList).toHaveCount(2)
  await expect(searchField(page)).toBeFocused()

  await chat.chatList.last().getByRole('button', { name: 'Options for' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem').first()).toBeFocused()
  await page.keyboard.press('End')
  await expect(page.getByRole('menuitem', { name: 'Delete' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(chat.chatList).toHaveCount(1)
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(chat.chatList).toHaveCount(2)
  await expect(chat.chatList.last().getByRole('link')).toBeFocused()
})

test('the note of a deletion stands in the drawer and on the page of a phone @long', async ({
  page,
  key,
}) => {
  await page.setViewportSize({ width: 360, height: 640 })
  const chat = await ChatPage.open(page)
  await chat.ask(`Small [[key=${key} tokens=2 rate=0]]`)
  await chat.waitForWords(2)
  await page.getByRole('button', { name: 'Chats' }).click()
  const drawer = page.getByRole('dialog', { name: 'Chats' })
  await expect(drawer).toBeFocused()
  await choose(page, drawer.locator('[data-chat-id]'), 'Delete')
  await expect(drawer.getByRole('button', { name: 'Undo' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(drawer).toHaveCount(0)
  await page.getByRole('main').getByRole('button', { name: 'Undo' }).click()
  await expect(page).toHaveURL(/\/c\//)
})

test('a chat that was just deleted stays if the person goes back to it and asks in it @long', async ({
  page,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`Wanted [[key=${key}-1 tokens=2 rate=0]]`)
  await chat.waitForWords(2)
  await choose(page, chat.chatList.first(), 'Delete')
  await expect(page).toHaveURL(/\/$/)
  await page.goBack()
  await chat.waitForWords(2)
  await chat.ask(`[[key=${key}-2 tokens=5 rate=0]]`)
  await chat.waitForWords(5)
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0)
  await expect(chat.chatList).toHaveCount(1)
  await page.reload()
  await chat.waitForWords(5)
})

test('a title is cut at its end, whichever way it is written @long', async ({ page, key }) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`مرحبا بالعالم [[key=${key} tokens=2 rate=0]]`)
  await chat.waitForWords(2)
  const title = chat.chatList.first().getByText('مرحبا')
  await expect(title).toHaveCSS('direction', 'rtl')
  await expect(page.getByRole('heading', { level: 1 })).toHaveCSS('direction', 'rtl')
})
