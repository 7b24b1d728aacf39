import { readCall, releaseCall, waitForCall } from './fake-provider/books/books'
import { expect, test } from './harness/fixtures'
import { turnOf } from './harness/guest'
import { newAnswerId } from './harness/new-answer-id'

test('P4 R31 a stop that overtakes its send wins, and the provider is never called', async ({
  guest,
  provider,
  key,
}) => {
  const messageId = newAnswerId()
  const early = await guest.post(`/api/messages/${messageId}/cancel`, { beforeStart: true })
  expect([early.status, await early.json()]).toEqual([202, { outcome: 'pending', messageId }])
  const body = { ...turnOf(`[[key=${key}]]`), assistantMessageId: messageId }
  const events = await (await guest.post('/api/chat', body)).text()
  expect(events).toContain('"type":"start"')
  expect(events).toContain('"type":"abort","reason":"user"')
  expect(await readCall(provider.url, key)).toBeUndefined()
  expect(await guest.stop(messageId)).toMatchObject({ outcome: 'already_ended', text: '' })
})

test('R8 a second stop, and a stop of an answer that had ended, say what happened', async ({
  guest,
  provider,
  key,
}) => {
  const messageId = newAnswerId()
  await guest.ask(`[[key=${key} hold=3]]`, { assistantMessageId: messageId })
  await waitForCall(provider.url, key, ({ held }) => held)
  const first = await guest.stop(messageId)
  const second = await guest.stop(messageId)
  expect(second).toEqual({ ...first, outcome: 'already_ended' })

  const completed = newAnswerId()
  const response = await guest.post('/api/chat', {
    assistantMessageId: completed,
    ...turnOf('[[tokens=3 rate=0]]'),
  })
  await response.text()
  expect(await guest.stop(completed)).toMatchObject({
    outcome: 'already_ended',
    status: 'completed',
    endReason: 'stop',
  })
})

test('R21 a stop keeps the text that was seen, and never cuts inside a grapheme', async ({
  guest,
  provider,
  server,
  key,
}) => {
  const messageId = newAnswerId()
  const question = `[[key=${key} text=emoji tokens=60 hold=50 rate=0]]`
  await guest.ask(question, { assistantMessageId: messageId })
  const { text } = await waitForCall(provider.url, key, ({ held }) => held)
  const outcome = await guest.stop(messageId, { seenTextLength: 25 })
  const kept = server.storedMessage(messageId).text
  const graphemes = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment)
  const lengths = graphemes.map((_, index) => graphemes.slice(0, index).join('').length)
  expect(kept.length).toBe(lengths.findLast((length) => length <= 25))
  expect(text.startsWith(kept)).toBe(true)
  expect(outcome).toMatchObject({ text: kept, receipt: { keptCharacters: kept.length } })
})

test('R22 a gentle stop answers at once and lets the line end', async ({
  guest,
  provider,
  server,
  key,
}) => {
  const messageId = newAnswerId()
  await guest.ask(`[[key=${key} tokens=100 hold=3]]`, { assistantMessageId: messageId })
  await waitForCall(provider.url, key, ({ held }) => held)
  const body = { mode: 'sentence' }
  const response = await guest.post(`/api/messages/${messageId}/cancel`, body)
  expect([response.status, await response.json()]).toEqual([
    202,
    { outcome: 'finishing', messageId, estimate: { outputTokens: 18 } },
  ])
  await releaseCall(provider.url, key)
  await (await guest.call(`/api/messages/${messageId}/stream`)).text()
  const stored = server.storedMessage(messageId)
  expect(stored).toMatchObject({ status: 'cancelled', endReason: 'user' })
  const { text } = await waitForCall(provider.url, key)
  expect(text.startsWith(`${stored.text}\n`)).toBe(true)
  expect(stored.text.endsWith('word0012')).toBe(true)
  expect((await waitForCall(provider.url, key, ({ open }) => !open)).abortedByClient).toBe(true)
})

test('P5 a stop touches its own answer alone', async ({ guest, provider, key }) => {
  const [first, second] = [newAnswerId(), newAnswerId()]
  await guest.ask(`[[key=${key}-1 hold=5]]`, { assistantMessageId: first })
  await guest.ask(`[[key=${key}-2 hold=5]]`, { assistantMessageId: second })
  await waitForCall(provider.url, `${key}-2`, ({ held }) => held)
  await guest.stop(first)
  await waitForCall(provider.url, `${key}-1`, ({ open }) => !open)
  expect((await readCall(provider.url, `${key}-2`))?.open).toBe(true)
  await expect
    .poll(() => guest.json('/api/streams'))
    .toMatchObject({ streams: [{ messageId: second, textLength: 45 }] })
  const all = await guest.post('/api/streams/cancel', {})
  expect(await all.json()).toEqual({ cancelled: [second], unconfirmed: [] })
})

test('R27 200 stops leave no open call and no active stream behind', async ({
  guest,
  provider,
  server,
  key,
}) => {
  const stopped: string[] = []
  for (let round = 0; round < 20; round += 1) {
    const ids = Array.from({ length: 10 }, newAnswerId)
    stopped.push(...ids)
    await Promise.all(
      ids.map((id) => guest.ask(`[[key=${key} rate=200]]`, { assistantMessageId: id })),
    )
    await Promise.all(ids.map((id) => guest.stop(id)))
  }
  expect(await guest.json('/api/streams')).toEqual({ streams: [] })
  const left = server.query<{ id: string }>(
    `SELECT message_id AS id FROM stream_sessions WHERE status = 'active'
     UNION SELECT message_id FROM stream_chunks JOIN stream_sessions ON id = session_id`,
  )
  expect(left.filter(({ id }) => stopped.includes(id))).toEqual([])
  await waitForCall(provider.url, key, ({ open }) => !open)
})
