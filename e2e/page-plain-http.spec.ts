import { waitForCall } from './fake-provider/books/books'
import { expect, test } from './harness/fixtures'
import { ChatPage } from './harness/page/chat-page'

test('a guest chats over plain http, and two tabs share one connection and one stop', async ({
  context,
  server,
  provider,
  key,
}) => {
  const url = `http://chat.home.local:${server.port}/`
  let connections = 0
  context.on('response', (response) => {
    if (response.url().endsWith('/api/events') && response.ok()) connections += 1
  })
  const first = await ChatPage.open(await context.newPage(), url)
  // Without a secure context there are no locks and no crypto.randomUUID.
  expect(await first.page.evaluate(() => isSecureContext)).toBe(false)
  await first.ask(`[[key=${key} tokens=9000]]`)
  await first.waitForWords(3)
  const second = await ChatPage.open(await context.newPage(), first.page.url())
  await second.waitForWords(10)
  await second.pressStop()
  for (const tab of [first, second]) await expect(tab.answer).toContainText('Stopped')
  expect((await waitForCall(provider.url, key, ({ open }) => !open)).abortedByClient).toBe(true)
  expect(connections).toBe(1)
})
