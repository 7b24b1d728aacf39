import { randomUUID } from 'node:crypto'
import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import type { CancelRequest } from '@/lib/contract/request'
import { readCall, waitForCall } from './fake-provider/books/books'
import { expect, test } from './harness/fixtures'
import { readEvents, turnOf, type Guest } from './harness/guest'
import { newAnswerId } from './harness/new-answer-id'
import type { AppServer } from './harness/server/app-server'

const newSessionId = () => `session-${randomUUID()}`

const respondAsync = { Prefer: 'respond-async' }

/** Starts a long answer; returns it with the sends and stops of its sessions. */
async function begin({ guest, key }: { guest: Guest; key: string }) {
  const [messageId, first, second] = [newAnswerId(), newSessionId(), newSessionId()]
  const question = `[[key=${key} tokens=2000 rate=100]]`
  const { chatId } = await guest.ask(question, { assistantMessageId: messageId, sessionId: first })
  const goOn = (sessionId: string, headers = respondAsync) =>
    guest.post(
      '/api/chat',
      { trigger: 'continue-message', id: chatId, messageId, sessionId },
      headers,
    )
  const stop = async (body: CancelRequest) => {
    const response = await guest.post(`/api/messages/${messageId}/cancel`, body)
    return { status: response.status, ...((await response.json()) as CancelOutcome) }
  }
  return { chatId, messageId, first, second, goOn, stop }
}

/** The server's log lines about stops of this message. */
function stopLines({ output }: AppServer, messageId: string): string[] {
  return output
    .split('\n')
    .filter((line) => line.includes('"msg":"stop ') && line.includes(messageId))
    .map((line) => (JSON.parse(line) as { msg: string }).msg)
}

test('P5 P13 a stop that arrives again does not touch the session that continues the answer', async ({
  guest,
  provider,
  server,
  key,
}) => {
  const { messageId, first, second, goOn, stop } = await begin({ guest, key })
  await waitForCall(provider.url, key, ({ tokens }) => tokens.length >= 5)
  const pressed = { sessionId: first, seenTextLength: 17, beforeStart: true }
  const stopped = await stop(pressed)
  expect(stopped).toMatchObject({ status: 'cancelled', sessionId: first, outcome: 'cancelled' })
  expect((await goOn(second)).status).toBe(202)
  const isFurther = (sent: number) =>
    waitForCall(provider.url, key, ({ attempt, tokens }) => attempt === 2 && tokens.length > sent)
  const { tokens } = await isFurther(10)

  const gentle = { sessionId: first, mode: 'sentence' } as const
  for (const late of [pressed, { sessionId: first }, gentle]) {
    const again = await stop(late)
    expect(again).toMatchObject({ outcome: 'already_ended', sessionId: second, status: 'active' })
  }
  expect((await isFurther(tokens.length + 10)).open).toBe(true)
  const ended = await stop({ sessionId: second })
  expect(ended).toMatchObject({ outcome: 'cancelled', sessionId: second })
  const kept = server.storedMessage(messageId).text
  expect('text' in ended && ended.text).toBe(kept)
  expect(kept.length).toBeGreaterThan(17 + 10 * 9)
  expect(await stop(pressed)).toEqual({ ...ended, outcome: 'already_ended' })
  await waitForCall(provider.url, key, ({ open }) => !open)
})

for (const trigger of ['regenerate-message', 'submit-message']) {
  test(`P5 P13 a stop that arrives again does not touch the next answer, made by ${trigger}`, async ({
    guest,
    provider,
    key,
  }) => {
    const { chatId, messageId, first, second, stop } = await begin({ guest, key })
    await waitForCall(provider.url, key, ({ tokens }) => tokens.length >= 5)
    const supersedes = trigger === 'submit-message'
    const endReason = supersedes ? 'superseded' : 'user'
    if (!supersedes) await stop({ sessionId: first })
    const next = newAnswerId()
    const response = await guest.post(
      '/api/chat',
      {
        ...(supersedes && turnOf(`[[key=${key}-next tokens=2000 rate=100]]`)),
        trigger,
        id: chatId,
        assistantMessageId: next,
        sessionId: second,
        options: { supersede: true },
      },
      respondAsync,
    )
    expect(response.status).toBe(202)
    for (const sessionId of [first, undefined]) {
      const late = await stop({ ...(sessionId && { sessionId }), beforeStart: true })
      expect(late).toMatchObject({ outcome: 'already_ended', messageId, endReason })
    }
    const { streams } = await guest.json<{ streams: unknown[] }>('/api/streams')
    expect(streams).toMatchObject([{ messageId: next, sessionId: second }])
    await guest.stop(next)
  })
}

test('P4 P13 a stop that overtakes the continue of its answer wins', async ({
  guest,
  provider,
  server,
  key,
}) => {
  const { messageId, first, second, goOn, stop } = await begin({ guest, key })
  await waitForCall(provider.url, key, ({ tokens }) => tokens.length >= 5)
  await stop({ sessionId: first })
  const { text } = server.storedMessage(messageId)
  const early = { sessionId: second, beforeStart: true }
  expect(await stop(early)).toEqual({ status: 202, outcome: 'pending', messageId })
  const chunks = (await readEvents(await goOn(second, { Prefer: '' }))).map(({ data }) => data)
  expect(chunks).toMatchObject([
    { type: 'start', messageId, messageMetadata: { sessionId: second, status: 'cancelled' } },
    { type: 'finish', finishReason: 'interrupted' },
    { type: 'abort', reason: 'user' },
    '[DONE]',
  ])
  expect((await readCall(provider.url, key))?.attempt).toBe(1)
  expect(server.storedMessage(messageId)).toEqual({ status: 'cancelled', endReason: 'user', text })
  expect(await stop(early)).toMatchObject({ outcome: 'already_ended', text })
})

test('P4 P13 a stop and the continue that it is for may arrive in any order', async ({
  guest,
  provider,
  key,
}) => {
  const { first, goOn, stop } = await begin({ guest, key })
  await stop({ sessionId: first })
  for (let round = 0; round < 30; round += 1) {
    const sessionId = newSessionId()
    const sending = goOn(sessionId)
    if (round % 2 === 1) await new Promise((resolve) => setTimeout(resolve, round % 10))
    const [sent, stopped] = await Promise.all([sending, stop({ sessionId, beforeStart: true })])
    expect(sent.status).toBe(202)
    expect(['pending', 'cancelled', 'already_ended']).toContain(stopped.outcome)
    const last = await stop({ sessionId })
    expect(last).toMatchObject({ outcome: 'already_ended', sessionId, endReason: 'user' })
  }
  expect(await guest.json('/api/streams')).toEqual({ streams: [] })
  await waitForCall(provider.url, key, ({ open }) => !open)
})

test('a continue that comes again attaches to its session, or replays its text', async ({
  guest,
  provider,
  key,
}) => {
  const { first, second, goOn, stop } = await begin({ guest, key })
  await waitForCall(provider.url, key, ({ tokens }) => tokens.length >= 5)
  await stop({ sessionId: first, seenTextLength: 17 })
  await goOn(second)
  await waitForCall(provider.url, key, ({ attempt, tokens }) => attempt === 2 && tokens.length > 5)
  const again = await goOn(second, { Prefer: '' })
  const reading = readEvents(again)
  const ended = await stop({ sessionId: second })
  const replayed = await readEvents(await goOn(second, { Prefer: '' }))
  for (const events of [await reading, replayed]) {
    const said = events.map(({ data }) =>
      typeof data === 'object' && data !== null && 'delta' in data ? data.delta : '',
    )
    expect('text' in ended && ended.text.slice(17)).toBe(said.join(''))
  }
  expect((await readCall(provider.url, key))?.attempt).toBe(2)
})

test('P12 a session ID that is taken is a conflict, and ends nothing', async ({ guest, key }) => {
  const { chatId, messageId, first, second, goOn, stop } = await begin({ guest, key })
  await stop({ sessionId: first })
  await goOn(second)
  for (const body of [
    { trigger: 'continue-message', id: chatId, messageId, sessionId: first },
    { ...turnOf('Another'), id: chatId, sessionId: second },
    { trigger: 'regenerate-message', id: chatId, sessionId: first },
  ]) {
    const response = await guest.post('/api/chat', { ...body, options: { supersede: true } })
    const told = { error: { code: 'id_conflict', field: 'sessionId' } }
    expect([response.status, await response.json()]).toMatchObject([409, told])
  }
  expect(await stop({ sessionId: second })).toMatchObject({ outcome: 'cancelled' })
})

test('P2 P13 50 stops of one answer at once are one stop, with a line each in the log', async ({
  guest,
  provider,
  server,
  key,
}) => {
  const { messageId, first, stop } = await begin({ guest, key })
  await waitForCall(provider.url, key, ({ tokens }) => tokens.length >= 5)
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, () => stop({ sessionId: first, seenTextLength: 9 })),
  )
  const counts = Map.groupBy(outcomes, ({ outcome }) => outcome)
  expect([counts.get('cancelled')?.length, counts.get('already_ended')?.length]).toEqual([1, 49])
  expect(new Set(outcomes.map((outcome) => 'text' in outcome && outcome.text)).size).toBe(1)
  await waitForCall(provider.url, key, ({ open }) => !open)
  await expect.poll(() => stopLines(server, messageId).length).toBe(50)
  const lines = Map.groupBy(stopLines(server, messageId), (line) => line)
  expect([...lines].map(([line, { length }]) => [line, length])).toEqual([
    ['stop received', 1],
    ['stop came after the end', 49],
  ])
})

test('R25 a stop that is refused or comes early has its line in the log', async ({
  guest,
  server,
}) => {
  const missing = newAnswerId()
  expect((await guest.post(`/api/messages/${missing}/cancel`, {})).status).toBe(404)
  const early = await guest.post(`/api/messages/${missing}/cancel`, { beforeStart: true })
  expect(early.status).toBe(202)
  const stranger = await fetch(`${server.url}/api/messages/${missing}/cancel`, { method: 'POST' })
  expect(stranger.status).toBe(401)
  await expect
    .poll(() => stopLines(server, missing))
    .toEqual(['stop refused', 'stop waits for its send', 'stop refused'])
})
