import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import type { Message } from '@/lib/contract/message'
import { textOf } from '@/lib/contract/message-text'
import { readCall, waitForCall } from './fake-provider/books'
import { expect, test } from './harness/fixtures'
import { turnOf, type Guest } from './harness/guest'
import { newAnswerId } from './harness/new-answer-id'

async function stop(guest: Guest, messageId: string, body: object = {}): Promise<CancelOutcome> {
  const response = await guest.post(`/api/messages/${messageId}/cancel`, body)
  expect(response.status).toBe(200)
  return (await response.json()) as CancelOutcome
}

for (const model of ['compatible/fake-small', 'openai/fake-small']) {
  test(`R2 P1 P3 R10 a stop closes ${model} and keeps an exact prefix`, async ({
    guest,
    provider,
    server,
    key,
  }) => {
    const messageId = newAnswerId()
    await guest.ask(`[[key=${key} tokens=500 rate=50]]`, { assistantMessageId: messageId, model })
    await waitForCall(provider.url, key, (call) => call.tokens.length >= 20)
    const pressedAt = performance.timeOrigin + performance.now()
    const outcome = await stop(guest, messageId)
    const call = await waitForCall(provider.url, key, ({ open }) => !open)

    expect(outcome).toMatchObject({ outcome: 'cancelled', endReason: 'user' })
    expect(call.abortedByClient).toBe(true)
    expect((call.closedAt ?? Infinity) - pressedAt).toBeLessThan(1_000)
    expect(call.tokens.filter(({ sentAt }) => sentAt > pressedAt).length).toBeLessThanOrEqual(2)
    const stored = server.storedMessage(messageId)
    expect(stored).toMatchObject({ status: 'cancelled', endReason: 'user' })
    expect(stored.text.length).toBeGreaterThan(0)
    expect(call.text.startsWith(stored.text)).toBe(true)
    expect('text' in outcome && outcome.text).toBe(stored.text)
    const message = await guest.json<Message>(`/api/messages/${messageId}`)
    expect(textOf(message.parts)).toBe(stored.text)
  })

  test(`P4 a stop before the first token of ${model} drops the call`, async ({
    guest,
    provider,
    server,
    key,
  }) => {
    const messageId = newAnswerId()
    await guest.ask(`[[key=${key} hold=0]]`, { assistantMessageId: messageId, model })
    await waitForCall(provider.url, key, ({ held }) => held)
    await stop(guest, messageId)
    const call = await waitForCall(provider.url, key, ({ open }) => !open)
    expect(call.abortedByClient).toBe(true)
    expect(server.storedMessage(messageId)).toMatchObject({ status: 'cancelled', text: '' })
  })
}

test('R8 stopping again, and stopping what had ended, says what happened', async ({
  guest,
  provider,
  key,
}) => {
  const messageId = newAnswerId()
  await guest.ask(`[[key=${key} hold=3]]`, { assistantMessageId: messageId })
  await waitForCall(provider.url, key, ({ held }) => held)
  const first = await stop(guest, messageId)
  const second = await stop(guest, messageId)
  expect(second).toEqual({ ...first, outcome: 'already_ended' })

  const completed = newAnswerId()
  const response = await guest.post('/api/chat', {
    assistantMessageId: completed,
    ...turnOf('[[tokens=3 rate=0]]'),
  })
  await response.text()
  expect(await stop(guest, completed)).toMatchObject({
    outcome: 'already_ended',
    status: 'completed',
    endReason: 'stop',
  })
})

test('R21 a stop keeps the text up to where it was seen, never inside a grapheme', async ({
  guest,
  provider,
  server,
  key,
}) => {
  const messageId = newAnswerId()
  const question = `[[key=${key} text=emoji tokens=60 hold=50 rate=0]]`
  await guest.ask(question, { assistantMessageId: messageId })
  const { text } = await waitForCall(provider.url, key, ({ held }) => held)
  const outcome = await stop(guest, messageId, { seenTextLength: 25 })
  const kept = server.storedMessage(messageId).text
  const graphemes = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment)
  const lengths = graphemes.map((_, index) => graphemes.slice(0, index).join('').length)
  expect(kept.length).toBe(lengths.findLast((length) => length <= 25))
  expect(text.startsWith(kept)).toBe(true)
  expect(outcome).toMatchObject({ text: kept, receipt: { keptCharacters: kept.length } })
})

test('P5 a stop touches that answer alone', async ({ guest, provider, key }) => {
  const [first, second] = [newAnswerId(), newAnswerId()]
  await guest.ask(`[[key=${key}-1 hold=5]]`, { assistantMessageId: first })
  await guest.ask(`[[key=${key}-2 hold=5]]`, { assistantMessageId: second })
  await waitForCall(provider.url, `${key}-2`, ({ held }) => held)
  await stop(guest, first)
  await waitForCall(provider.url, `${key}-1`, ({ open }) => !open)
  expect((await readCall(provider.url, `${key}-2`))?.open).toBe(true)
  const streams = await guest.json('/api/streams')
  expect(streams).toMatchObject({ streams: [{ messageId: second, textLength: 45 }] })
  const all = await guest.post('/api/streams/cancel', {})
  expect(await all.json()).toEqual({ cancelled: [second], unconfirmed: [] })
})

test('R27 500 stops leave no open call and no active stream behind', async ({
  guest,
  provider,
  server,
  key,
}) => {
  for (let round = 0; round < 50; round += 1) {
    const ids = Array.from({ length: 10 }, newAnswerId)
    await Promise.all(
      ids.map((id) => guest.ask(`[[key=${key} rate=200]]`, { assistantMessageId: id })),
    )
    await Promise.all(ids.map((id) => stop(guest, id)))
  }
  expect(await guest.json('/api/streams')).toEqual({ streams: [] })
  expect(server.query(`SELECT id FROM messages WHERE status = 'active'`)).toEqual([])
  expect(server.query('SELECT * FROM stream_chunks')).toEqual([])
  await waitForCall(provider.url, key, ({ open }) => !open)
})
