import { releaseCall, waitForCall } from './fake-provider/books/books'
import { expect, providerVariables, test } from './harness/fixtures'
import { ChatPage, wordsIn } from './harness/page/chat-page'
import { AppServer } from './harness/server/app-server'

test('P6 the text is there after a reload, and goes on', async ({ page, provider, key }) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=80 hold=40]]`)
  await chat.waitForWords(40)
  await page.reload()
  await chat.waitForWords(40)
  await expect(chat.stopButton).toBeVisible()
  await releaseCall(provider.url, key)
  await chat.waitForWords(80)
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
  const { text } = await waitForCall(provider.url, key)
  expect(await chat.words()).toBe(wordsIn(text))
})

test('P6 a lost connection heals by itself, without a gap', async ({
  page,
  context,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=120 hold=20]]`)
  await chat.waitForWords(20)
  await context.setOffline(true)
  await releaseCall(provider.url, key, 60)
  await waitForCall(provider.url, key, ({ tokens }) => tokens.length === 60)
  await context.setOffline(false)
  await releaseCall(provider.url, key)
  await chat.waitForWords(120)
  const { text } = await waitForCall(provider.url, key)
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
  expect(await chat.words()).toBe(wordsIn(text))
})

test('P9 the page shows the saved text after a crash, and can ask again', async ({
  browser,
  provider,
  key,
}) => {
  const server = await AppServer.start(providerVariables(provider.url))
  const context = await browser.newContext({ baseURL: server.url })
  try {
    const chat = await ChatPage.open(await context.newPage())
    await chat.ask(`[[key=${key} tokens=30 hold=20]]`)
    await chat.waitForWords(20)
    await expect.poll(() => server.query('SELECT * FROM stream_chunks').length).toBeGreaterThan(0)
    await server.end('SIGKILL')
    await expect(chat.page.getByText('Reconnecting')).toBeVisible()
    await server.start()
    // The page waits up to 10 s before it tries again.
    await expect(chat.answer).toContainText('Interrupted: the server restarted', {
      timeout: 30_000,
    })
    const { text } = server.storedMessage(await chat.answerId())
    expect(await chat.words()).toBe(wordsIn(text))
    await chat.answer.getByRole('button', { name: 'Regenerate' }).click()
    await chat.page.getByRole('menuitem', { name: 'Try again' }).click()
    await waitForCall(provider.url, key, ({ attempt, held }) => attempt === 2 && held)
    await releaseCall(provider.url, key)
    await chat.waitForWords(30)
  } finally {
    await context.close()
    await server.remove()
  }
})

test('a person who loses the network is told at once, and need do nothing when it is back', async ({
  page,
  context,
}) => {
  await ChatPage.open(page)
  await expect(page.getByText('Your chats will appear here.')).toBeVisible()
  await context.setOffline(true)
  await expect(page.getByText('You are offline')).toBeVisible()
  await context.setOffline(false)
  await expect(page.getByText('You are offline')).toHaveCount(0)
  await expect(page.getByText('Reconnecting')).toHaveCount(0)
})
