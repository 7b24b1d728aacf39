import type { Page } from '@playwright/test'
import { readBooks, readCall } from './fake-provider/books/books'
import { expect, providerVariables, test } from './harness/fixtures'
import { longUnless } from './harness/long-unless'
import {
  fillCredentials,
  makeAccount,
  newPerson,
  signIn,
  signOut,
} from './harness/page/account-forms'
import { endSession } from './harness/page/broken-browser'
import { ChatPage } from './harness/page/chat-page'
import { AppServer } from './harness/server/app-server'

const ENDED = 'Your session has ended.'
const GUEST_ENDED = 'Your guest session has ended'

/** Somebody with an account, in a chat with one answer. */
async function openAccount(page: Page, key: string) {
  const person = newPerson(key)
  await page.goto('/sign-in?new')
  await makeAccount(page, person)
  const chat = await ChatPage.open(page)
  await chat.ask('[[tokens=3 rate=0]] Before')
  await chat.waitForWords(3)
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
  const { pathname } = new URL(page.url())
  return { chat, person, path: pathname }
}

/** All that this tab keeps. */
const keptBy = (page: Page) => page.evaluate(() => JSON.stringify(sessionStorage))

test('a question that finds its session ended is there again after signing in', async ({
  page,
  context,
  provider,
  key,
}) => {
  const { chat, person, path } = await openAccount(page, key)
  await endSession(context, page)
  const text = `[[key=${key} tokens=4 rate=0]] Precious`
  await chat.composer.fill(text)
  await chat.composer.press('Enter')
  await expect(page).toHaveURL(`/sign-in?next=${path}`)
  await expect(page.getByText(`${ENDED} Sign in to go back to where you were.`)).toBeVisible()
  await expect(page.getByText('What you wrote is kept.')).toBeVisible()
  await page.reload()
  await fillCredentials(page, { ...person, password: 'not the password' })
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('The e-mail address or password is wrong.')).toBeVisible()
  await signIn(page, person)
  await expect(page).toHaveURL(path)
  await expect(chat.composer).toHaveValue(text)
  await expect(page.getByText('Not sent.')).toBeVisible()
  expect(await readCall(provider.url, key)).toBeUndefined()
  await chat.composer.press('Enter')
  await chat.waitForWords(4)
  await expect(chat.composer).toHaveValue('')
  expect((await readCall(provider.url, key))?.attempt).toBe(1)
})

test('a draft and an edit that is sent are there again after signing in @long', async ({
  page,
  context,
  key,
}) => {
  const { chat, person, path } = await openAccount(page, key)
  await chat.composer.fill('A draft beside it')
  await chat.question.hover()
  await chat.question.getByRole('button', { name: 'Edit question' }).click()
  await chat.editField.fill('[[tokens=5 rate=0]] Edited')
  await endSession(context, page)
  await chat.editField.press('Enter')
  await expect(page).toHaveURL(`/sign-in?next=${path}`)
  await signIn(page, person)
  await expect(page).toHaveURL(path)
  await expect(chat.editField).toHaveValue('[[tokens=5 rate=0]] Edited')
  await expect(chat.composer).toHaveValue('A draft beside it')
  await page.reload()
  await expect(chat.editField).toHaveValue('[[tokens=5 rate=0]] Edited')
  await chat.editField.press('Enter')
  await chat.waitForWords(5)
  await expect(chat.editField).toBeHidden()
  await expect(chat.composer).toHaveValue('A draft beside it')
})

test('a question that should have begun a chat is there again, in that chat @long', async ({
  page,
  context,
  provider,
  key,
}) => {
  const { chat, person } = await openAccount(page, key)
  // Without loading the page again: its reads would find the end of the session first.
  await page.getByRole('link', { name: 'New chat' }).first().click()
  await expect(chat.answers).toHaveCount(0)
  await endSession(context, page)
  const text = `[[key=${key} tokens=4 rate=0]] A beginning`
  await chat.composer.fill(text)
  await chat.composer.press('Enter')
  await expect(page).toHaveURL(/\/sign-in\?next=\/c\//)
  const path = new URL(page.url()).searchParams.get('next') ?? ''
  await signIn(page, person)
  await expect(page).toHaveURL(path)
  await expect(chat.composer).toHaveValue(text)
  await expect(page.getByRole('heading', { name: 'Chat not found' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Send again' }).click()
  await chat.waitForWords(4)
  await expect(page).toHaveURL(path)
  expect((await readCall(provider.url, key))?.attempt).toBe(1)
})

for (const [what, act] of [
  ['Regenerate', (chat: ChatPage) => chat.pressInMenu('Regenerate', 'Try again')],
  ['a new title', rename],
] as const) {
  test(`${what} that finds its session ended leads back to its chat${longUnless(what === 'Regenerate')}`, async ({
    page,
    context,
    key,
  }) => {
    const { chat, person, path } = await openAccount(page, key)
    await endSession(context, page)
    await act(chat)
    await expect(page).toHaveURL(`/sign-in?next=${path}`)
    await signIn(page, person)
    await expect(page).toHaveURL(path)
    await expect(chat.answers).toHaveCount(1)
    await expect(chat.composer).toBeEditable()
  })
}

async function rename({ page }: ChatPage): Promise<void> {
  await page.locator('[data-chat-id]').first().hover()
  await page.getByRole('button', { name: 'Options for' }).first().click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByRole('textbox', { name: 'Title' }).fill('A better title')
  await page.keyboard.press('Enter')
}

test('an unsaved title and an unsaved prompt are there again after signing in @long', async ({
  page,
  context,
  key,
}) => {
  const { chat, person, path } = await openAccount(page, key)
  await page.getByRole('button', { name: 'Settings for this chat' }).click()
  await page.getByLabel('System prompt').fill('Answer in verse')
  await endSession(context, page)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page).toHaveURL(`/sign-in?next=${path}`)
  await signIn(page, person)
  await endSession(context, page)
  await rename(chat)
  await expect(page).toHaveURL(`/sign-in?next=${path}`)
  await signIn(page, person)
  await page.getByRole('button', { name: 'Settings for this chat' }).click()
  await expect(page.getByLabel('System prompt')).toHaveValue('Answer in verse')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByLabel('System prompt')).toHaveCount(0)
  await page.locator('[data-chat-id]').first().hover()
  await page.getByRole('button', { name: 'Options for' }).first().click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('A better title')
  await page.keyboard.press('Escape')
  await expect.poll(() => keptBy(page)).not.toMatch(/verse|better/)
})

test('a name and an address that were not saved are there again after signing in @long', async ({
  page,
  context,
  key,
}) => {
  const person = newPerson(key)
  await page.goto('/sign-in?new')
  await makeAccount(page, person)
  await page.goto('/account')
  for (const [button, label, save, text] of [
    ['Change your name', 'Name', 'Save', 'Anna Maria'],
    ['Change your e-mail', 'New e-mail', 'Change address', `new-${key}@example.org`],
  ] as const) {
    await page.getByRole('button', { name: button }).click()
    const field = page.getByRole('textbox', { name: label, exact: true })
    await field.fill(text)
    await endSession(context, page)
    if (label === 'New e-mail') await page.getByLabel('Your password').fill(person.password)
    await page.getByRole('button', { name: save }).click()
    await expect(page).toHaveURL('/sign-in?next=/account')
    await expect(page.getByText('What you wrote is kept.')).toBeVisible()
    await fillCredentials(page, person)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page).toHaveURL('/account')
    await page.getByRole('button', { name: button }).click()
    await expect(field).toHaveValue(text)
    await page.getByRole('button', { name: 'Cancel' }).click()
    expect(await keptBy(page)).not.toContain(text)
  }
})

test('P12 somebody else who signs in gets neither the text nor the chat of the person before', async ({
  page,
  context,
  browser,
  server,
  key,
}) => {
  const bob = newPerson(`${key}-bob`)
  const elsewhere = await browser.newContext({ baseURL: server.url })
  const other = await elsewhere.newPage()
  await other.goto('/sign-in?new')
  await makeAccount(other, { ...bob, name: 'Bob Example' })
  await elsewhere.close()

  const { chat, person, path } = await openAccount(page, key)
  await chat.composer.fill('Half a secret')
  await page.getByRole('link', { name: 'New chat' }).first().click()
  await chat.composer.fill('A secret draft')
  await page.goto(path)
  await expect(page.getByRole('link', { name: person.name })).toBeVisible()
  await endSession(context, page)
  await chat.composer.fill('A secret question')
  await chat.composer.press('Enter')
  await expect(page).toHaveURL(`/sign-in?next=${path}`)
  await signIn(page, { ...bob, name: 'Bob Example' })
  await expect(page).toHaveURL('/')
  await expect(chat.composer).toHaveValue('')
  await expect(page.getByText('Your chats will appear here.')).toBeVisible()
  await expect(page.getByText('secret')).toHaveCount(0)
  expect(await keptBy(page)).not.toContain('secret')
  await page.goto(path)
  await expect(page.getByRole('heading', { name: 'Chat not found', level: 2 })).toBeVisible()
  await expect(page.getByText('secret')).toHaveCount(0)
  await signOut(page)
  await page.goto('/sign-in')
  await signIn(page, person)
  await expect(page.getByText('secret')).toHaveCount(0)
})

test('P12 a guest who goes on in the browser of an account sees none of the account’s texts @long', async ({
  page,
  context,
  key,
}) => {
  const { chat, person, path } = await openAccount(page, key)
  await endSession(context, page)
  await chat.composer.fill('A secret question')
  await chat.composer.press('Enter')
  await expect(page).toHaveURL(`/sign-in?next=${path}`)
  await page.getByRole('link', { name: 'Continue as a guest' }).click()
  await expect(page.getByRole('link', { name: /^Guest/ })).toBeVisible()
  await expect(page.getByText('secret')).toHaveCount(0)
  await expect(chat.composer).toHaveValue('')
  await page.goto(`/sign-in?next=${path}`)
  await signIn(page, person)
  await expect(page).toHaveURL(path)
  await expect(chat.composer).toHaveValue('A secret question')
})

for (const next of [
  '//evil.example',
  '/\\evil.example',
  '%2F%2Fevil.example',
  '/%5Cevil.example',
  '/%09/evil.example',
  'https://evil.example/c/1',
  '/api/export',
]) {
  test(`a way back to ${next} is ignored @long`, async ({ page, key }) => {
    await page.goto(`/sign-in?new&next=${next}`)
    await makeAccount(page, newPerson(key))
    await expect(page).toHaveURL('/')
  })
}

test('a page of a server without guests is found again after signing in @long', async ({
  page,
  provider,
  key,
}) => {
  const closed = await AppServer.start({ ...providerVariables(provider.url), AUTH_GUESTS: 'off' })
  try {
    await page.goto(`${closed.url}/account`)
    await expect(page).toHaveURL(`${closed.url}/sign-in?next=/account`)
    await expect(page.getByText('This server requires an account.')).toBeVisible()
    await page.getByRole('radio', { name: 'Create an account' }).check()
    const person = newPerson(key)
    await page.getByRole('textbox', { name: 'Name' }).fill(person.name)
    await fillCredentials(page, person)
    await page.getByRole('button', { name: 'Create an account' }).click()
    await expect(page).toHaveURL(`${closed.url}/account`)
  } finally {
    await closed.remove()
  }
})

test('a guest whose session is gone is told so, and starts over with the text that they wrote', async ({
  page,
  context,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask('[[tokens=3 rate=0]] Before')
  await chat.waitForWords(3)
  const secondTab = await ChatPage.open(await context.newPage(), new URL(page.url()).pathname)
  await secondTab.waitForWords(3)
  await endSession(context, page)
  const text = `[[key=${key} tokens=4 rate=0]] Precious`
  await chat.composer.fill(text)
  await chat.composer.press('Enter')
  await expect(page.getByText(`${GUEST_ENDED}. You can send nothing more here`)).toBeVisible()
  await expect(page.getByText('There is no such message')).toHaveCount(0)
  // The answer that the guest has read can still be copied.
  await expect(chat.answer).toContainText('word0003')
  await expect(chat.composer).toHaveValue(text)
  await page.getByRole('button', { name: 'Start over' }).click()
  await expect(page).toHaveURL('/')
  await expect(chat.composer).toHaveValue(text)
  await expect(page.getByText('You are now a new guest.')).toBeVisible()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await chat.composer.press('Enter')
  await chat.waitForWords(4)
  expect((await readCall(provider.url, key))?.attempt).toBe(1)
  // The other tab has the cookie of the new guest, and the chats of the old one.
  await expect(
    secondTab.page.getByText(`${GUEST_ENDED}. You can send nothing more here`),
  ).toBeVisible()
  await secondTab.composer.fill('From the other tab')
  await secondTab.composer.press('Enter')
  await expect(secondTab.page.getByText('There is no such message')).toHaveCount(0)
  await expect(secondTab.composer).toHaveValue('From the other tab')
})

test('a guest who comes back after their session has ended reads why their chats are gone @long', async ({
  page,
  context,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask('[[tokens=3 rate=0]] Before')
  await chat.waitForWords(3)
  await context.clearCookies()
  await page.reload()
  await expect(page.getByRole('alert').filter({ hasText: GUEST_ENDED })).toBeVisible()
  await page.getByRole('link', { name: 'Start a new chat' }).click()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(page.getByText(GUEST_ENDED)).toHaveCount(0)
  await page.reload()
  await expect(page.getByText('Your chats will appear here.')).toBeVisible()
  await expect(page.getByText(GUEST_ENDED)).toHaveCount(0)
})

test('a page that is left while it sends shows its question once when it is back @long', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask('[[tokens=3 rate=0]] Before')
  await chat.waitForWords(3)
  // The server gets the question, and the page never hears its response.
  const arrived = Promise.withResolvers<void>()
  await page.route('**/api/chat', async (route) => {
    await route.fetch()
    arrived.resolve()
  })
  await chat.ask(`[[key=${key} tokens=4 rate=0]] Left behind`)
  await arrived.promise
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.reload()
  await chat.waitForWords(4)
  await expect(chat.answers).toHaveCount(2)
  await expect(chat.composer).toHaveValue('')
  await expect.poll(() => keptBy(page)).not.toContain('Left behind')
  expect((await readBooks(provider.url)).calls.filter((call) => call.key === key)).toHaveLength(1)
})
