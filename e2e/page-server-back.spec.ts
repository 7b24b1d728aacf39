import { readBooks } from './fake-provider/books/books'
import { expect, type test as fixtures } from './harness/fixtures'
import { test } from './harness/own-server'
import { ChatPage } from './harness/page/chat-page'

/** How often the provider has been called under this key. */
async function callsOf(url: string, key: string): Promise<number> {
  return (await readBooks(url)).calls.filter((call) => call.key === key).length
}

/** A page whose server was away for some time waits up to 10 s before it tries again. */
const BACK = { timeout: 30_000 }

type Page = Parameters<Parameters<typeof fixtures>[2]>[0]['page']

/** Expects the question in the thread once, and nothing left to send. */
async function expectSentOnce(page: Page, chat: ChatPage, text: string): Promise<void> {
  await expect(page.getByText('Not sent.')).toHaveCount(0)
  await expect(chat.composer).toHaveValue('')
  await expect(page.locator('[data-role="user"]').filter({ hasText: text })).toHaveCount(1)
}

test('a server that comes back is sent the waiting question automatically, exactly once', async ({
  page,
  provider,
  ownServer,
  key,
}) => {
  const chat = await ChatPage.open(page, ownServer.url)
  await chat.ask('[[tokens=3 rate=0]] Before')
  await chat.waitForWords(3)
  await ownServer.end('SIGKILL')
  await chat.composer.fill(`[[key=${key} tokens=4 rate=0]] Patient`)
  await chat.composer.press('Enter')
  await expect(page.getByText('Not sent.')).toBeVisible()
  await expect(page.getByText('It will be sent automatically')).toBeVisible()
  await expect(chat.composer).toHaveValue(/Patient/)
  await ownServer.start()
  await chat.waitForWords(4, BACK)
  await expectSentOnce(page, chat, 'Patient')
  await page.reload()
  await chat.waitForWords(4)
  await expectSentOnce(page, chat, 'Patient')
  expect(await callsOf(provider.url, key)).toBe(1)
})

test('a question is asked once, and shown, although the response to its send was lost @long', async ({
  page,
  provider,
  ownServer,
  key,
}) => {
  const chat = await ChatPage.open(page, ownServer.url)
  await chat.ask('[[tokens=3 rate=0]] Before')
  await chat.waitForWords(3)
  // Neither the answer to the send nor the events that would tell of it get through.
  await page.route('**/api/events', (route) => route.abort('internetdisconnected'))
  await page.evaluate(() => dispatchEvent(new Event('offline')))
  await page.route('**/api/chat', async (route) => {
    await route.fetch()
    await route.abort('internetdisconnected')
  })
  await chat.composer.fill(`[[key=${key} tokens=4 rate=0]] Arrived`)
  await chat.composer.press('Enter')
  await expect(page.getByText('Not sent.')).toBeVisible()
  await chat.waitForWords(4)
  await expectSentOnce(page, chat, 'Arrived')
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.reload()
  await chat.waitForWords(4)
  await expectSentOnce(page, chat, 'Arrived')
  expect(await callsOf(provider.url, key)).toBe(1)
})

test('an unsent edit is sent automatically, and an unsent question that is rewritten is not @long', async ({
  page,
  provider,
  ownServer,
  key,
}) => {
  const chat = await ChatPage.open(page, ownServer.url)
  await chat.ask('[[tokens=3 rate=0]] Before')
  await chat.waitForWords(3)
  await ownServer.end('SIGKILL')
  await chat.question.hover()
  await chat.question.getByRole('button', { name: 'Edit question' }).click()
  await chat.editField.fill(`[[key=${key} tokens=5 rate=0]] Edited`)
  await chat.editField.press('Enter')
  await expect(page.getByText('Not sent.')).toBeVisible()
  await expect(chat.editField).toHaveValue(/Edited/)
  await ownServer.start()
  await chat.waitForWords(5, BACK)
  await expect(chat.editField).toBeHidden()
  await expect(page.getByText('Not sent.')).toHaveCount(0)
  expect(await callsOf(provider.url, key)).toBe(1)

  await ownServer.end('SIGKILL')
  await chat.composer.fill(`[[key=${key}-2 tokens=6 rate=0]] Rewritten`)
  await chat.composer.press('Enter')
  await expect(page.getByText('Not sent.')).toBeVisible()
  await chat.composer.pressSequentially(' and more')
  const looked = page.waitForResponse((response) => /\/api\/messages\//.test(response.url()))
  await ownServer.start()
  await expect(page.getByText('Reconnecting')).toHaveCount(0, BACK)
  // The page has asked the server whether it has the question, and has sent nothing.
  await looked
  await expect(chat.composer).toHaveValue(/Rewritten and more$/)
  expect(await callsOf(provider.url, `${key}-2`)).toBe(0)
})
