import type { Page, Route } from '@playwright/test'
import { readCall, releaseCall, waitForCall } from './fake-provider/books/books'
import { expect, test } from './harness/fixtures'
import { ChatPage, wordsIn } from './harness/page/chat-page'
import { offlineUntilPressed } from './harness/page/offline-until-pressed'

const palette = (page: Page) => page.getByRole('dialog', { name: 'Commands' })
const field = (page: Page) => palette(page).getByRole('combobox', { name: 'Commands' })
const command = (page: Page, name: string | RegExp) =>
  palette(page).getByRole('option', { name, exact: true })
const sheet = (page: Page) => page.getByRole('dialog', { name: 'Keyboard shortcuts' })

/** Opens the commands by their keys, and waits until the command with this name is listed. */
async function openPalette(page: Page, name: string | RegExp = 'New chat'): Promise<void> {
  await page.keyboard.press('Control+k')
  await expect(command(page, name)).toBeVisible()
}

async function askInNewChat(chat: ChatPage, question: string, words: number): Promise<string> {
  await chat.page.getByRole('link', { name: 'New chat' }).first().click()
  await expect(chat.page).toHaveURL(/\/$/)
  await chat.ask(question)
  await chat.waitForWords(words)
  return new URL(chat.page.url()).pathname
}

/** Handles the requests for the script of the commands, which the page loads when it needs it. */
async function onLateParts(page: Page, handle: (route: Route) => Promise<void>): Promise<void> {
  await page.route('**/_next/static/**/*.js', async (route) => {
    const script = await page.request.get(route.request().url())
    if ((await script.text()).includes('Found in chats')) await handle(route)
    else await route.continue()
  })
}

/** Makes more chats than one page of a search brings, each named after a plum; returns how many. */
async function fillWithPlums(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const count = 70
    for (let number = 1; number <= count; number += 1) {
      const response = await fetch('/api/chats', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ title: `Plum ${number}` }),
      })
      if (!response.ok) throw new Error(`not made: ${response.status}`)
    }
    return count
  })
}

/** Opens the page, and resolves when its scripts listen. */
async function openPage(page: Page): Promise<ChatPage> {
  const chat = await ChatPage.open(page)
  await expect(page.getByRole('button', { name: /^Model: / })).toBeVisible()
  return chat
}

/** Begins an answer as another device of the same person does: this tab has never opened its chat. */
async function askElsewhere(page: Page, question: string): Promise<{ messageId: string }> {
  return page.evaluate(async (text) => {
    const response = await fetch('/api/chat', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Prefer: 'respond-async' },
      body: JSON.stringify({ message: { role: 'user', parts: [{ type: 'text', text }] } }),
    })
    if (response.status !== 202) throw new Error(`not begun: ${response.status}`)
    return response.json() as Promise<{ messageId: string }>
  }, question)
}

/** Clicks a command; returns the words of the shown answer in the same task and in the next frame. */
async function press(page: Page, name: RegExp): Promise<{ words: string; nextFrame: string }> {
  const pressed = await command(page, name).evaluate(async (option) => {
    const answer = () =>
      [...document.querySelectorAll<HTMLElement>('[data-role="assistant"]')].at(-1)
    const shown = answer()?.innerText ?? ''
    if (option instanceof HTMLElement) option.click()
    await new Promise(requestAnimationFrame)
    return { shown, nextFrame: answer()?.innerText ?? '' }
  })
  return { words: wordsIn(pressed.shown), nextFrame: wordsIn(pressed.nextFrame) }
}

test('R1 P3 Stop all stops every answer, shown or not, even in chats that this tab never opened', async ({
  page,
  server,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`First [[key=${key}-1 tokens=9000]]`)
  await chat.waitForWords(3)
  const firstPath = new URL(page.url()).pathname
  const firstId = await chat.answerId()
  const elsewhere = await askElsewhere(page, `Elsewhere [[key=${key}-2 tokens=9000]]`)
  await waitForCall(provider.url, `${key}-2`, ({ open }) => open)
  await askInNewChat(chat, `Second [[key=${key}-3 tokens=9000]]`, 3)
  const secondId = await chat.answerId()

  await openPalette(page, 'Stop all answers (3)')
  await expect(command(page, /^Stop the answer in “(First|Elsewhere) /)).toHaveCount(2)
  const { words, nextFrame } = await press(page, /^Stop all answers/)
  expect(nextFrame).toBe(words)
  await expect(palette(page)).toBeHidden()
  for (const number of [1, 2, 3]) {
    const call = await waitForCall(provider.url, `${key}-${number}`, ({ open }) => !open)
    expect(call.abortedByClient).toBe(true)
  }
  await expect(chat.answer).toContainText('Stopped ·')
  expect(await chat.words()).toBe(words)
  const stored = (id: string) => server.storedMessage(id)
  for (const id of [firstId, elsewhere.messageId, secondId]) {
    await expect.poll(() => stored(id)).toMatchObject({ status: 'cancelled', endReason: 'user' })
  }
  expect(wordsIn(stored(secondId).text)).toBe(words)

  // The text that this tab had of the other chat is the kept text, and nothing has come since.
  await page.locator(`a[href="${firstPath}"]`).first().click()
  await expect(chat.answer).toHaveAttribute('data-message-id', firstId)
  await expect(chat.answer).toContainText('Stopped ·')
  const kept = await chat.words()
  expect(wordsIn(stored(firstId).text)).toBe(kept)
  await page.reload()
  await expect(chat.answer).toContainText('Stopped ·')
  expect(await chat.words()).toBe(kept)
  await openPalette(page)
  await expect(command(page, /Stop/)).toHaveCount(0)
})

test('R3 Stop all names the answers that it could not stop, shown or not, and tries again', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`Here [[key=${key}-2 tokens=9000]]`)
  await chat.waitForWords(3)
  await askElsewhere(page, `Elsewhere [[key=${key}-1 tokens=9000]]`)
  await offlineUntilPressed(page, '**/cancel', 'Try now')
  await openPalette(page, 'Stop all answers (2)')
  const { words } = await press(page, /^Stop all answers/)
  await expect(chat.answer).toContainText('Could not reach the server to stop this. Trying again')
  const note = page.getByRole('alert').filter({ hasText: 'to stop another answer. Trying again' })
  await expect(note).toBeVisible()
  await expect(
    chat.chatList.getByRole('button', { name: /^Could not reach .*“Elsewhere .* Try now$/ }),
  ).toBeVisible()
  expect(await chat.words()).toBe(words)
  await note.getByRole('button', { name: 'Try now' }).click()
  await expect(note).toBeHidden()
  await expect(chat.answer).toContainText('Stopped ·', { timeout: 20_000 })
  expect(await chat.words()).toBe(words)
  for (const number of [1, 2]) {
    const call = await waitForCall(provider.url, `${key}-${number}`, ({ open }) => !open)
    expect(call.abortedByClient).toBe(true)
  }
})

test('P5 a row of the commands stops its own answer, and the other answers go on', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`First [[key=${key}-1 tokens=9000]]`)
  await chat.waitForWords(3)
  await askInNewChat(chat, `Second [[key=${key}-2 tokens=9000]]`, 3)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('first')
  // A title alone means that the person wants to go there.
  await expect(command(page, /^First/)).toHaveAttribute('aria-selected', 'true')
  await expect(command(page, /^Stop the answer in “First/)).toBeVisible()
  await field(page).fill('stop first')
  await expect(palette(page).getByRole('option')).toHaveCount(1)
  await page.keyboard.press('Enter')
  expect((await waitForCall(provider.url, `${key}-1`, ({ open }) => !open)).abortedByClient).toBe(
    true,
  )
  await expect(command(page, /First/).filter({ hasText: 'Stop' })).toHaveCount(0)
  expect((await readCall(provider.url, `${key}-2`))?.open).toBe(true)
  await field(page).fill('stop')
  await expect(command(page, 'Stop all answers (1)')).toBeVisible()
  await command(page, 'Stop this answer').click()
  await expect(chat.answer).toContainText('Stopped ·')
})

test('Enter always has a command, and the field names it @long', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`Apples [[key=${key} tokens=30 hold=9]]`)
  await chat.waitForWords(9)
  const selected = palette(page).locator('[role="option"][aria-selected="true"]')
  const expectSelected = async (name: string) => {
    await expect(selected).toHaveAccessibleName(name)
    const id = await selected.getAttribute('id')
    await expect(field(page)).toHaveAttribute('aria-activedescendant', id ?? '')
  }

  await openPalette(page)
  await expectSelected('Stop this answer')
  await page.keyboard.press('ArrowDown')
  await expectSelected('Let the sentence end')
  await page.keyboard.type('stop')
  await expectSelected('Stop this answer')
  await field(page).fill('')
  await page.keyboard.press('ArrowUp')
  await expect(selected).not.toHaveAccessibleName(/^Stop/)
  await page.keyboard.press('ArrowDown')
  await expectSelected('Stop this answer')
  // Three rows go at once.
  await releaseCall(provider.url, key)
  await expect(command(page, /Stop/)).toHaveCount(0)
  await expect(selected).toHaveCount(1)
  await expect(palette(page).getByRole('option').first()).toHaveAttribute('aria-selected', 'true')

  // The chats that are found come late and last, so they move no other row.
  await field(page).fill('apples')
  await expectSelected(await command(page, /^Apples/).innerText())
  await expect(palette(page).getByText('1 found')).toBeAttached()
  await expectSelected(await command(page, /^Apples/).innerText())
})

test('R22 the command that lets the sentence end stops the answer', async ({ page, server }) => {
  const chat = await ChatPage.open(page)
  await chat.ask('[[tokens=9000]]')
  await chat.waitForWords(10)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('sentence')
  await expect(command(page, 'Let the sentence end')).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(chat.answer).toContainText('Stopped ·')
  expect(server.storedMessage(await chat.answerId()).endReason).toBe('user')
})

test('R1 Esc closes the commands or the shortcuts and stops nothing; the next Esc stops', async ({
  page,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=9000]]`)
  await chat.waitForWords(3)
  await chat.composer.fill('half a question')
  await chat.composer.press('Control+k')
  await expect(field(page)).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(palette(page)).toBeHidden()
  await expect(chat.composer).toBeFocused()
  await expect(chat.composer).toHaveValue('half a question')
  await expect(chat.answer).toHaveAttribute('data-status', 'active')
  const words = (await chat.words()).split(' ').length
  await chat.waitForWords(words + 5)

  await page.keyboard.press('Control+/')
  await expect(sheet(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(sheet(page)).toBeHidden()
  await expect(chat.composer).toBeFocused()
  await expect(chat.answer).toHaveAttribute('data-status', 'active')
  await page.keyboard.press('Escape')
  await expect(chat.answer).toContainText('Stopped ·')
})

test('text that is typed before the commands have loaded goes into their field @long', async ({
  page,
}) => {
  const gate = Promise.withResolvers<void>()
  await onLateParts(page, async (route) => {
    await gate.promise
    await route.continue()
  })
  const chat = await openPage(page)
  await chat.composer.focus()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('appearance da')
  await expect(palette(page).getByRole('textbox', { name: 'Commands' })).toHaveValue(
    'appearance da',
  )
  await expect(page.locator('#question')).toHaveValue('')
  gate.resolve()
  await expect(command(page, 'Appearance: dark')).toBeVisible()
  await page.keyboard.type('rk')
  await expect(field(page)).toHaveValue('appearance dark')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-appearance', 'dark')
  await expect(chat.composer).toBeFocused()
})

test('commands that cannot be loaded say so, and can be tried again @long', async ({ page }) => {
  let isBack = false
  await onLateParts(page, (route) =>
    isBack ? route.continue() : route.abort('internetdisconnected'),
  )
  await openPage(page)
  await page.keyboard.press('Control+k')
  await expect(palette(page).getByRole('alert')).toContainText('Could not load')
  isBack = true
  await palette(page).getByRole('button', { name: 'Retry' }).click()
  await expect(command(page, 'New chat')).toBeVisible()
})

test('a chat is reached by its title, or by words of its answers', async ({ page, key }) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`Apples [[key=${key}-1 tokens=30 rate=0]]`)
  await chat.waitForWords(30)
  const apples = new URL(page.url()).pathname
  const pears = await askInNewChat(chat, `Pears [[key=${key}-2 tokens=5 rate=0]]`, 5)
  // A search finds the stored text, which is complete once the answer has ended.
  await expect(chat.stopButton).toBeHidden()

  await page.keyboard.press('Control+k')
  await page.keyboard.type('apples')
  await expect(command(page, /^Apples/)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`${apples}$`))
  await expect(palette(page)).toBeHidden()
  await expect(chat.composer).toBeFocused()

  await page.keyboard.press('Control+k')
  await page.keyboard.type('word0005')
  await expect(palette(page).getByText('2 found')).toBeAttached()
  await expect(palette(page).locator('mark').first()).toHaveText('word0005')
  await command(page, /^Pears/).click()
  await expect(page).toHaveURL(new RegExp(`${pears}$`))

  await page.keyboard.press('Control+k')
  await page.keyboard.type('word0005')
  await expect(palette(page).getByText('2 found')).toBeAttached()
  await field(page).fill('no such words at all')
  await expect(palette(page).getByText('Nothing found')).toBeVisible()
  await field(page).fill('new chat')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/$/)
  await expect(chat.composer).toBeFocused()
})

test('every chat with the words is reached by keys, also after a page of them failed to load @long', async ({
  page,
}) => {
  test.slow()
  await openPage(page)
  const total = await fillWithPlums(page)
  let isBack = false
  await page.route('**/api/chats?*cursor=*', async (route) => {
    if (isBack) await route.continue()
    else await route.abort('internetdisconnected')
  })
  await page.keyboard.press('Control+k')
  await page.keyboard.type('plum')
  await expect(palette(page).getByText(/^More than 5\d found$/)).toBeAttached()
  const plums = command(page, /^Plum \d+$/)
  const loaded = await plums.count()

  await page.keyboard.press('End')
  await expect(palette(page).getByRole('alert')).toContainText('Could not load more.')
  await expect(plums).toHaveCount(loaded)
  isBack = true
  await palette(page).getByRole('button', { name: 'Retry' }).click()
  await expect(plums).toHaveCount(total)
  await expect(palette(page).getByRole('alert')).toHaveCount(0)
  await expect(palette(page).getByText(`${total} found`, { exact: true })).toBeAttached()
  await field(page).focus()
  await page.keyboard.press('End')
  await expect(plums.last()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: /^Plum / }).first()).toBeAttached()
})

test('the commands do not open while another dialog or a menu is open, and close by their keys @long', async ({
  page,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=2 rate=0]]`)
  await chat.waitForWords(2)
  await openPalette(page, 'Settings for this chat')
  await command(page, 'Settings for this chat').click()
  const settings = page.getByRole('dialog', { name: 'Settings for this chat' })
  await expect(settings).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.keyboard.press('Control+/')
  await expect(page.getByRole('dialog')).toHaveCount(1)
  await expect(settings).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(settings).toBeHidden()
  await expect(chat.composer).toBeFocused()

  await page.getByRole('button', { name: /^Model: / }).click()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('menu')).toBeVisible()
  await expect(palette(page)).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toHaveCount(0)

  await openPalette(page)
  await page.keyboard.press('Control+k')
  await expect(palette(page)).toBeHidden()
})

test('the ? key lists the shortcuts, except in a field for text @long', async ({ page }) => {
  const chat = await ChatPage.open(page)
  await chat.composer.press('?')
  await expect(chat.composer).toHaveValue('?')
  await expect(sheet(page)).toHaveCount(0)
  await page.getByRole('button', { name: 'Commands' }).focus()
  await page.keyboard.press('?')
  await expect(sheet(page).getByText('Stop the answer in this chat')).toBeVisible()
  await expect(sheet(page).getByText('Ctrl', { exact: true }).first()).toBeVisible()
  await page.keyboard.press('?')
  await expect(sheet(page)).toBeHidden()
  await expect(page.getByRole('button', { name: 'Commands' })).toBeFocused()

  await openPalette(page)
  await page.keyboard.type('shortcuts')
  await page.keyboard.press('Enter')
  await expect(sheet(page)).toBeVisible()
  await sheet(page).getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('button', { name: 'Commands' })).toBeFocused()
})

test.describe('on a Mac', () => {
  test.use({ userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36' })

  test('Cmd opens the commands, and Ctrl edits text as on any Mac', async ({ page }) => {
    const chat = await ChatPage.open(page)
    await expect(
      page.getByRole('button', { name: 'Commands' }).locator('[data-key="Cmd K"]'),
    ).toBeVisible()
    await chat.composer.press('Control+k')
    await chat.composer.press('Meta+k')
    await expect(field(page)).toBeFocused()
    await page.keyboard.type('shortcuts')
    await expect(command(page, 'Keyboard shortcuts')).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(sheet(page).getByText('Cmd', { exact: true }).first()).toBeVisible()
    await expect(sheet(page).getByText('Ctrl', { exact: true })).toHaveCount(0)
  })
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true })

  test('the commands open from the drawer, high enough for a finger @long', async ({
    page,
    key,
  }) => {
    const chat = await ChatPage.open(page)
    await chat.ask(`[[key=${key} tokens=9000]]`)
    await chat.waitForWords(3)
    await page.getByRole('button', { name: 'Chats' }).tap()
    await page.getByRole('button', { name: 'Commands' }).tap()
    await expect(page.getByRole('dialog', { name: 'Chats' })).toBeHidden()
    await expect(command(page, 'Stop this answer')).toBeVisible()
    // No keyboard opens before the person wants to write.
    await expect(field(page)).not.toBeFocused()
    for (const element of [
      ...(await palette(page).getByRole('option').all()),
      palette(page).getByRole('button', { name: 'Close' }),
    ]) {
      expect((await element.boundingBox())?.height).toBeGreaterThanOrEqual(44)
    }
    await palette(page).getByRole('button', { name: 'Close' }).tap()
    await expect(palette(page)).toBeHidden()
    await expect(page.locator('main')).toBeFocused()
    await page.getByRole('button', { name: 'Chats' }).tap()
    await page.getByRole('button', { name: 'Commands' }).tap()
    await command(page, 'Stop this answer').tap()
    await expect(chat.answer).toContainText('Stopped ·')
  })
})

test('a setting on another page or in a dialog is found by everyday words for it @long', async ({
  page,
}) => {
  await openPage(page)
  await page.keyboard.press('Control+k')
  for (const words of ['log out', 'export', 'password', 'when I stop', 'api key']) {
    await field(page).fill(words)
    await expect(command(page, 'Account')).toHaveAttribute('aria-selected', 'true')
  }
  await field(page).fill('keep going')
  await expect(command(page, 'Settings for new chats')).toBeVisible()
})
