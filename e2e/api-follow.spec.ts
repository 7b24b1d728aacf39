import { connect } from 'node:net'
import type { PersonEvent } from '@/lib/contract/event'
import type { StreamInfo } from '@/lib/contract/stream-info'
import { releaseCall, waitForCall } from './fake-provider/books/books'
import { expect, test } from './harness/fixtures'
import { eventsOf, readEvents, turnOf, type WireEvent } from './harness/guest'
import { FaultProxy, type Fault } from './harness/network/fault-proxy'
import { newAnswerId } from './harness/new-answer-id'
import { withoutRepeats } from './harness/without-repeats'

type Chunk = { type: string; delta?: string; messageMetadata?: Record<string, unknown> }

const chunksOf = (events: WireEvent[]) => events.map(({ data }) => data as Chunk)
const textOf = (chunks: Chunk[]) =>
  chunks.map((chunk) => (chunk.type === 'text-delta' ? chunk.delta : '')).join('')

function ask(text: string, assistantMessageId: string) {
  return { ...turnOf(text), assistantMessageId }
}

test('R7 R20 R30 a send is answered at once, in the AI SDK’s protocol', async ({
  guest,
  provider,
  key,
}) => {
  const messageId = newAnswerId()
  const response = await guest.post('/api/chat', ask(`[[key=${key} hold=0]]`, messageId))
  expect(response.status).toBe(200)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/event-stream',
    'x-message-id': messageId,
    'x-vercel-ai-ui-message-stream': 'v1',
    'x-accel-buffering': 'no',
    'cache-control': 'no-cache, no-transform',
  })
  expect(response.headers.get('x-chat-id')).toBeTruthy()
  expect(response.headers.get('x-request-id')).toBeTruthy()
  await waitForCall(provider.url, key, ({ held }) => held)
  await releaseCall(provider.url, key)
  const events = await readEvents(response)
  expect(events.at(-1)?.data).toBe('[DONE]')
  const chunks = chunksOf(events.slice(0, -1))
  const { text } = await waitForCall(provider.url, key)
  expect(chunks[0]).toMatchObject({
    type: 'start',
    messageId,
    messageMetadata: {
      status: 'active',
      canCancel: true,
      chatId: response.headers.get('x-chat-id'),
    },
  })
  expect(chunks.at(-1)).toMatchObject({
    type: 'finish',
    finishReason: 'stop',
    messageMetadata: {
      status: 'completed',
      endReason: 'stop',
      canCancel: false,
      textLength: text.length,
    },
  })
  expect(textOf(chunks)).toBe(text)
})

test('P6 a reader that resumes at every event sees each character once', async ({
  guest,
  provider,
  key,
}) => {
  const messageId = newAnswerId()
  const question = `[[key=${key} text=emoji tokens=30 rate=200 reasoning=5]]`
  const whole = await readEvents(await guest.post('/api/chat', ask(question, messageId)))
  const { text } = await waitForCall(provider.url, key)
  const events = whole.slice(0, -1)
  for (const [index, { id }] of events.entries()) {
    const resumed = await readEvents(
      await guest.call(`/api/messages/${messageId}/stream?after=${id}`),
    )
    const seen = textOf(chunksOf(events.slice(0, index + 1)))
    expect(seen + textOf(chunksOf(resumed.slice(0, -1)))).toBe(text)
  }
})

test('P6 two readers of a running answer both see all of it and its end', async ({
  guest,
  provider,
  key,
}) => {
  const messageId = newAnswerId()
  const first = await guest.post('/api/chat', ask(`[[key=${key} tokens=40 hold=20]]`, messageId))
  await waitForCall(provider.url, key, ({ held }) => held)
  const chatId = first.headers.get('x-chat-id')
  const second = await guest.call(`/api/chat/${chatId}/stream`)
  expect(second.headers.get('x-message-id')).toBe(messageId)
  const { text } = await releaseCall(provider.url, key)
  const texts = (await Promise.all([first, second].map(readEvents))).map((events) =>
    textOf(chunksOf(events.slice(0, -1))),
  )
  expect(texts[0]).toBe(texts[1])
  expect(texts[0]?.startsWith(text)).toBe(true)
  expect((await guest.call(`/api/chat/${chatId}/stream`)).status).toBe(204)
})

test('P6 a reader whose history is lost is told so, and then sent everything', async ({
  guest,
  key,
}) => {
  const messageId = newAnswerId()
  const whole = await guest.post('/api/chat', ask(`[[key=${key} tokens=3 rate=0]]`, messageId))
  await whole.text()
  const lost = await guest.call(`/api/messages/${messageId}/stream`, {
    headers: { 'Last-Event-ID': 'another-session:5' },
  })
  const chunks = chunksOf(await readEvents(lost))
  expect(chunks.slice(0, 2)).toMatchObject([
    { type: 'data-history-lost', transient: true },
    { type: 'start' },
  ])
  const malformed = await guest.call(`/api/messages/${messageId}/stream?after=nonsense`)
  expect(malformed.status).toBe(400)
  expect(await malformed.json()).toMatchObject({ error: { code: 'bad_request', field: 'after' } })
})

test('the events of a person carry every answer, resume, and count as a follower', async ({
  guest,
  provider,
  key,
}) => {
  const messageId = newAnswerId()
  const events = eventsOf(await guest.call('/api/events'))
  await guest.ask(`[[key=${key} tokens=20 hold=10]]`, {
    id: `chat-${key}`,
    assistantMessageId: messageId,
  })
  await waitForCall(provider.url, key, ({ held }) => held)
  const seen: WireEvent[] = []
  const wrapped = () =>
    withoutRepeats(
      seen.flatMap(({ data }) => {
        const event = data as PersonEvent
        return 'chunk' in event && event.messageId === messageId ? [event] : []
      }),
    ).map(({ chunk }) => chunk as Chunk)
  for await (const event of events) {
    seen.push(event)
    if (textOf(wrapped()).split(' ').length > 10) break
  }
  expect(seen.some(({ data }) => 'chat' in (data as object))).toBe(true)

  const lastId = seen.findLast(({ id }) => id !== undefined)?.id ?? ''
  const resumed = eventsOf(
    await guest.call('/api/events', { headers: { 'Last-Event-ID': lastId } }),
  )
  // The first connection counts until the server has seen its end.
  await expect.poll(() => guest.json('/api/streams')).toMatchObject({ streams: [{ followers: 1 }] })
  await releaseCall(provider.url, key)
  for await (const event of resumed) {
    seen.push(event)
    if (wrapped().at(-1)?.type === 'finish') break
  }
  const { text } = await waitForCall(provider.url, key)
  expect(textOf(wrapped())).toBe(text)
})

test('P8 P11 readers that are gone before they are answered do not count as followers', async ({
  guest,
  server,
  key,
}) => {
  const messageId = newAnswerId()
  await guest.ask(`[[key=${key} tokens=1000 rate=20]]`, { assistantMessageId: messageId })
  const line = await FaultProxy.start(server.url)
  try {
    const request = guest.requestBytes(`/api/messages/${messageId}/stream`)
    const place = { direction: 'request', after: request.length } as const
    // The resets come at different moments, so that some break a connection that is being answered.
    const faults = Array.from({ length: 60 }, (_, index): Fault[] => [
      { kind: 'stall', ...place, milliseconds: index % 6 },
      { kind: 'reset', ...place },
    ])
    line.prepare({ faults })
    for (const _ of faults) {
      const socket = connect(Number(new URL(line.url).port), '127.0.0.1')
      socket.on('error', () => {})
      socket.resume().write(`${request} `)
      await new Promise((resolve) => socket.once('close', resolve))
    }
    const followers = async () => {
      const { streams } = await guest.json<{ streams: StreamInfo[] }>('/api/streams')
      return streams.map((stream) => stream.followers)
    }
    await expect.poll(followers).toEqual([0])
  } finally {
    await line.close()
    await guest.stop(messageId)
  }
})
