import { readBooks, readCall, releaseCall, waitForCall } from './fake-provider/books/books'
import { encodeSaid } from './fake-provider/directives/said-text'
import { expect, providerVariables, test as base } from './harness/fixtures'
import { Guest } from './harness/guest'
import { ChatPage } from './harness/page/chat-page'
import { AppServer } from './harness/server/app-server'

/** A server on which models name chats. */
const test = base.extend<object, { namingServer: AppServer }>({
  namingServer: [
    async ({ provider }, provide) => {
      const server = await AppServer.start({
        ...providerVariables(provider.url),
        TITLES: 'model',
        BUDGET_GUEST_TOKENS: '100000',
      })
      await provide(server)
      await server.remove()
    },
    { scope: 'worker' },
  ],
})

/** A question whose chat is named by a call under the key `KEY-title`, which follows `naming`. */
function question(key: string, text: string, naming: string, words = 'tokens=3 rate=0'): string {
  const title = encodeSaid(`key=${key}-title ${naming}`)
  return `${text} [[key=${key} ${words} title=${title}]]`
}

const says = (text: string) => `say=${encodeSaid(text)} rate=0`

test('a chat is named by its model, in every tab, once its first answer is there', async ({
  page,
  context,
  namingServer,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page, namingServer.url)
  await chat.ask(question(key, 'What is a dot?', `${says('**The dot**, *explained*.')} hold=2`))
  await chat.waitForWords(3)
  await waitForCall(provider.url, `${key}-title`)
  await expect(chat.chatList.first()).toContainText('What is a dot?')
  const other = await context.newPage()
  const elsewhere = await ChatPage.open(other, namingServer.url)
  await expect(elsewhere.chatList.first()).toContainText('What is a dot?')
  // The chat goes on while it is being named.
  await chat.ask('[[tokens=2 rate=0]] And then?')
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
  await releaseCall(provider.url, `${key}-title`)
  await expect(chat.chatList.first()).toContainText('The dot, explained')
  await expect(elsewhere.chatList.first()).toContainText('The dot, explained')
  await expect(page).toHaveTitle('The dot, explained · Fullstop')
  await page.reload()
  await expect(page).toHaveTitle('The dot, explained · Fullstop')
  const { calls } = await readBooks(provider.url)
  expect(calls.filter((call) => call.key === `${key}-title`)).toHaveLength(1)
})

test('a chat that is renamed while its model names it keeps the name that it was given @long', async ({
  page,
  namingServer,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page, namingServer.url)
  await chat.ask(question(key, 'What is a dot?', `${says('The dot')} hold=1`))
  await waitForCall(provider.url, `${key}-title`)
  const chatId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await page.request.patch(`${namingServer.url}/api/chats/${chatId}`, { data: { title: 'Mine' } })
  // The call that names it is closed, and its name does not come.
  await waitForCall(provider.url, `${key}-title`, (call) => call.closedAt !== null)
  await expect(chat.chatList.first()).toContainText('Mine')
})

test('a stopped answer names no chat, and a failed naming leaves the question’s words @long', async ({
  page,
  namingServer,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page, namingServer.url)
  await chat.ask(question(key, 'Stopped', says('Named'), 'tokens=9 hold=3'))
  await chat.waitForWords(3)
  await page.keyboard.press('Escape')
  await expect(chat.answer).toContainText('Stopped')
  await page.getByRole('link', { name: 'New chat' }).first().click()
  const failing = `failing-${key}`
  await chat.ask(question(failing, 'It fails', 'status=500'))
  await waitForCall(provider.url, `${failing}-title`)
  await expect.poll(() => namingServer.output).toContain('naming a chat failed')
  await expect(chat.chatList.first()).toContainText('It fails')
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
  expect(await readCall(provider.url, `${key}-title`)).toBeUndefined()
  expect(namingServer.output).not.toContain('It fails')
})

test('P10 a server that shuts down closes the call that names a chat, and ends at once', async ({
  provider,
  key,
}) => {
  const server = await AppServer.start({
    ...providerVariables(provider.url),
    TITLES: 'model',
  })
  try {
    const guest = await Guest.signIn(server.url)
    await guest.ask(question(key, 'Slow', `${says('Named')} hold=1`))
    await waitForCall(provider.url, `${key}-title`)
    const began = performance.now()
    expect(await server.end()).toBe(0)
    expect(performance.now() - began).toBeLessThan(5_000)
    await waitForCall(provider.url, `${key}-title`, (call) => call.closedAt !== null)
  } finally {
    await server.remove()
  }
})
