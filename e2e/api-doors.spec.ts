import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { StreamInfo } from '@/lib/contract/stream-info'
import { expect, test } from './harness/fixtures'
import { Guest, readEvents } from './harness/guest'
import { HalfOpenRequest } from './harness/network/half-open'
import { newAnswerId } from './harness/new-answer-id'

/** Longer than any answer that is not held back. */
const AT_ONCE_MS = 4_000

const MOST = 50

test('P11 every upgrade is answered and closed, on any path, with or without a body', async ({
  server,
  guest,
}) => {
  const upgrade = (line: string, protocol: string, ...more: string[]) =>
    [
      `${line} HTTP/1.1`,
      'Host: localhost',
      `Cookie: ${guest.cookie}`,
      'Connection: Upgrade',
      `Upgrade: ${protocol}`,
      ...more,
    ].join('\r\n')
  for (const line of [
    'GET /_next/webpack-hmr',
    'GET /_next/hmr?id=1',
    'GET /',
    'GET /nowhere',
    'GET /icon.svg',
    'GET /api/events',
    'GET /api/nowhere',
    'OPTIONS /api/chat',
  ]) {
    for (const protocol of ['websocket', 'WebSocket', 'tls/1.0', 'nonsense']) {
      const bytes = upgrade(line, protocol, 'Sec-WebSocket-Version: 13', '', '')
      const request = new HalfOpenRequest(server.port, bytes)
      expect(await request.closed).toBeLessThan(AT_ONCE_MS)
      expect([line, request.status, request.code]).toEqual([line, 400, 'bad_request'])
    }
  }
  const json = ['Content-Type: application/json', 'Content-Length: 2', '', '{}']
  for (const line of ['POST /api/chats', 'POST /', 'GET /_next/webpack-hmr']) {
    const request = new HalfOpenRequest(server.port, upgrade(line, 'websocket', ...json))
    expect(await request.closed).toBeLessThan(AT_ONCE_MS)
    expect([line, request.status]).toEqual([line, 400])
  }
  // A client that offers HTTP/2 accepts an answer without it.
  const offer = upgrade('GET /api/health', 'h2c', 'HTTP2-Settings: AAMAAABkAAQ', '', '')
  const offering = new HalfOpenRequest(server.port, offer)
  expect(await offering.closed).toBeLessThan(AT_ONCE_MS)
  expect(offering.status).toBe(200)
})

test('P6 P11 the ten oldest of sixty follows of each kind break off, and the rest go on', async ({
  server,
  guest,
  key,
}) => {
  const other = await Guest.signIn(server.url)
  const others = await other.open('/api/events')
  const messageId = newAnswerId()
  await guest.ask(`[[key=${key} tokens=2000 rate=20]]`, { assistantMessageId: messageId })
  const readers: { response: IncomingMessage; ended?: 'error' | 'end' }[] = []
  for (let index = 0; index < 2 * (MOST + 10); index += 1) {
    const path = index % 2 === 0 ? '/api/events' : `/api/messages/${messageId}/stream`
    const response = await guest.open(path)
    const reader: (typeof readers)[number] = { response }
    response.once('error', () => (reader.ended = 'error'))
    response.once('end', () => (reader.ended = 'end'))
    response.resume()
    readers.push(reader)
  }
  const endings = () => readers.map(({ ended }) => ended)
  const expected = [
    ...Array<'error'>(20).fill('error'),
    ...Array<undefined>(2 * MOST).fill(undefined),
  ]
  await expect.poll(endings).toEqual(expected)
  const followers = async () => {
    const { streams } = await guest.json<{ streams: StreamInfo[] }>('/api/streams')
    return streams.map((stream) => stream.followers)
  }
  await expect.poll(followers).toEqual([2 * MOST])
  // The follows that stay go on hearing of the answer, and another person's stays open.
  await once(readers.at(-1)?.response ?? others, 'data')
  expect(others.destroyed).toBe(false)
  expect(endings()).toEqual(expected)

  for (const { response } of readers) response.destroy()
  await expect.poll(followers).toEqual([0])
  const again = await guest.call(`/api/messages/${messageId}/stream`)
  await guest.stop(messageId)
  expect((await readEvents(again)).at(-1)).toBeDefined()
  others.destroy()
})

test('P8 P11 a HEAD request for a stream of events follows nothing', async ({ guest, key }) => {
  const messageId = newAnswerId()
  const { chatId } = await guest.ask(`[[key=${key} tokens=2000 rate=20]]`, {
    assistantMessageId: messageId,
  })
  const paths = ['/api/events', `/api/messages/${messageId}/stream`, `/api/chat/${chatId}/stream`]
  for (const path of [...paths, '/api/export']) {
    const head = await guest.call(path, { method: 'HEAD' })
    expect([path, head.status]).toEqual([path, 200])
    expect(await head.text()).toBe('')
  }
  const { streams } = await guest.json<{ streams: StreamInfo[] }>('/api/streams')
  expect(streams).toMatchObject([{ messageId, followers: 0 }])
  await guest.stop(messageId)
})
