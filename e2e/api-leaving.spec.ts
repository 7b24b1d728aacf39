import { releaseCall, waitForCall } from './fake-provider/books/books'
import { expect, providerVariables, test as base } from './harness/fixtures'
import { Guest, turnOf } from './harness/guest'
import { newAnswerId } from './harness/new-answer-id'
import { AppServer } from './harness/server/app-server'

/** A server where an answer that everybody left ends at once, and its guest. */
const test = base.extend<{ strictGuest: Guest }, { strictServer: AppServer }>({
  strictServer: [
    async ({ provider }, provide) => {
      const server = await AppServer.start({
        ...providerVariables(provider.url),
        STREAM_GRACE_MS: '0',
      })
      await provide(server)
      await server.remove()
    },
    { scope: 'worker' },
  ],
  strictGuest: async ({ strictServer }, provide) => {
    await provide(await Guest.signIn(strictServer.url))
  },
})

/** Sends a question whose answer holds, and follows it as the response to the send. */
async function sendAndFollow(guest: Guest, key: string) {
  const messageId = newAnswerId()
  const leaving = new AbortController()
  const question = `[[key=${key} tokens=20 hold=10]]`
  const response = await guest.call('/api/chat', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...turnOf(question), assistantMessageId: messageId }),
    signal: leaving.signal,
  })
  // Node cancels a response that nobody reads as soon as the response is garbage-collected.
  response.text().catch(() => {})
  return {
    messageId,
    leave: () => leaving.abort(),
    chatId: response.headers.get('x-chat-id'),
  }
}

const closed = ({ open }: { open: boolean }) => !open

test('P8 R11 a sender who leaves ends the answer at once where there is no grace', async ({
  strictGuest,
  strictServer,
  provider,
  key,
}) => {
  const { messageId, leave } = await sendAndFollow(strictGuest, key)
  const { text } = await waitForCall(provider.url, key, ({ held }) => held)
  leave()
  expect(await waitForCall(provider.url, key, closed)).toMatchObject({ abortedByClient: true })
  await expect
    .poll(() => strictServer.storedMessage(messageId))
    .toEqual({ status: 'cancelled', endReason: 'disconnect', text })
})

test('P8 a sender who stops and then leaves has stopped where there is no grace', async ({
  strictGuest,
  strictServer,
  provider,
  key,
}) => {
  const { messageId, leave } = await sendAndFollow(strictGuest, key)
  await waitForCall(provider.url, key, ({ held }) => held)
  expect(await strictGuest.stop(messageId)).toMatchObject({ outcome: 'cancelled' })
  leave()
  expect(strictServer.storedMessage(messageId)).toMatchObject({ endReason: 'user' })
})

test('P8 an answer ends with its last follower, not with its first', async ({
  strictGuest,
  strictServer,
  provider,
  key,
}) => {
  const { messageId, leave } = await sendAndFollow(strictGuest, key)
  const events = await strictGuest.open('/api/events')
  const follower = await strictGuest.open(`/api/messages/${messageId}/stream`)
  await waitForCall(provider.url, key, ({ held }) => held)
  leave()
  follower.destroy()
  await expect
    .poll(() => strictGuest.json('/api/streams'))
    .toMatchObject({ streams: [{ messageId, followers: 1 }] })
  events.destroy()
  await waitForCall(provider.url, key, closed)
  await expect
    .poll(() => strictServer.storedMessage(messageId))
    .toMatchObject({ endReason: 'disconnect' })
})

test('P8 a chat that keeps going is answered to its end though everybody left', async ({
  strictGuest,
  strictServer,
  provider,
  key,
}) => {
  const { messageId, leave, chatId } = await sendAndFollow(strictGuest, key)
  await waitForCall(provider.url, key, ({ held }) => held)
  const patched = await strictGuest.call(`/api/chats/${chatId}`, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ keepGoing: true }),
  })
  expect(await patched.json()).toMatchObject({ keepGoing: true })
  leave()
  await expect
    .poll(() => strictGuest.json('/api/streams'))
    .toMatchObject({ streams: [{ messageId, followers: 0 }] })
  await releaseCall(provider.url, key)
  const { text } = await waitForCall(provider.url, key, closed)
  await expect
    .poll(() => strictServer.storedMessage(messageId))
    .toEqual({ status: 'completed', endReason: 'stop', text })
})
