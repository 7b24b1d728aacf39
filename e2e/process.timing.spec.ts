import { waitForCall } from './fake-provider/books/books'
import { expect } from './harness/fixtures'
import { Guest } from './harness/guest'
import { newAnswerId } from './harness/new-answer-id'
import { test } from './harness/own-server'

const now = () => performance.timeOrigin + performance.now()

test('P9 R14 an answer is interrupted by kill -9, and keeps all but its last moment', async ({
  ownServer,
  provider,
  key,
}) => {
  const guest = await Guest.signIn(ownServer.url)
  const messageId = newAnswerId()
  const { chatId } = await guest.ask(`[[key=${key} tokens=500 rate=50]]`, {
    assistantMessageId: messageId,
  })
  await waitForCall(provider.url, key, ({ tokens }) => tokens.length >= 40)
  const killedAt = now()
  await ownServer.end('SIGKILL')
  const call = await waitForCall(provider.url, key, ({ open }) => !open)
  await ownServer.start()

  const stored = ownServer.storedMessage(messageId)
  expect(stored).toMatchObject({ status: 'interrupted', endReason: 'crash' })
  expect(call.text.startsWith(stored.text)).toBe(true)
  const due = call.tokens.filter(({ sentAt }) => sentAt < killedAt - 250)
  expect(stored.text.length).toBeGreaterThanOrEqual(due.map(({ text }) => text).join('').length)
  expect(ownServer.query('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
  expect(ownServer.query('SELECT * FROM stream_chunks')).toEqual([])
  expect(ownServer.query(`SELECT id FROM stream_sessions WHERE status = 'active'`)).toEqual([])
  // The session is still valid, and the chat goes on.
  const next = await guest.ask('[[tokens=1 rate=0]]', { id: chatId })
  await (await guest.call(`/api/messages/${next.messageId}/stream`)).text()
  expect(ownServer.storedMessage(next.messageId).status).toBe('completed')
})

test('new text is in the database within 200 ms', async ({ server, guest, provider, key }) => {
  const messageId = newAnswerId()
  await guest.ask(`[[key=${key} tokens=200 rate=50]]`, { assistantMessageId: messageId })
  await waitForCall(provider.url, key, ({ tokens }) => tokens.length >= 20)
  for (let look = 0; look < 20; look += 1) {
    const [{ text } = { text: '' }] = server.query<{ text: string }>(
      `SELECT group_concat(text, '') AS text FROM (SELECT text FROM stream_chunks
       JOIN stream_sessions ON stream_sessions.id = session_id
       WHERE message_id = ? ORDER BY position)`,
      messageId,
    )
    const lookedAt = now()
    const { tokens } = await waitForCall(provider.url, key)
    const due = tokens.filter(({ sentAt }) => sentAt < lookedAt - 250).map((token) => token.text)
    expect(text.length).toBeGreaterThanOrEqual(due.join('').length)
  }
  await guest.post(`/api/messages/${messageId}/cancel`, {})
})
