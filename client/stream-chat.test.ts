import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createFullstop } from './index.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

type Asked = { path: string; body: unknown; lastEventId: string | null }

const start = { type: 'start', messageId: 'a1', messageMetadata: { sessionId: 's1' } }
const hello = { type: 'text-delta', id: '0', delta: 'Hello' }

/** An event stream that breaks off, or hangs, after these events. */
function stream(events: object[], end: 'breaks off' | 'hangs' | 'ends'): Response {
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const event = events.shift()
      const line = `id: s1:${events.length}\ndata: ${JSON.stringify(event)}\n\n`
      if (event) controller.enqueue(new TextEncoder().encode(line))
      else if (end === 'ends') controller.close()
      else if (end === 'breaks off') controller.error(new TypeError('terminated'))
    },
  })
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } })
}

/** A client whose calls get these responses in turn, and the last one for ever. */
function clientWith(...responses: (() => Response)[]) {
  const asked: Asked[] = []
  const fullstop = createFullstop({
    fetch: (path, init) => {
      const { body } = init ?? {}
      asked.push({
        path: path as string,
        body: typeof body === 'string' ? JSON.parse(body) : undefined,
        lastEventId: new Headers(init?.headers).get('Last-Event-ID'),
      })
      const respond = responses.length > 1 ? responses.shift() : responses[0]
      return Promise.resolve(respond?.() ?? new Response())
    },
  })
  return { fullstop, asked }
}

const cancelled = () =>
  Response.json({ outcome: 'cancelled', messageId: 'a1', status: 'cancelled', text: 'Hello' })

test('a signal stops an answer whose loop was left before', async () => {
  const { fullstop, asked } = clientWith(() => stream([start, hello], 'hangs'), cancelled)
  const stop = new AbortController()
  const answer = fullstop.streamChat('Hi', stop)
  for await (const event of answer) if (event.type === 'text-delta') break
  stop.abort()
  await vi.advanceTimersByTimeAsync(0)
  expect(asked.at(-1)).toMatchObject({
    path: `/api/messages/${answer.messageId}/cancel`,
    body: { sessionId: 's1', seenTextLength: 5, beforeStart: false },
  })
  expect(await answer.cancel()).toMatchObject({ outcome: 'cancelled' })
})

test('a stop that was refused can be repeated', async () => {
  const refusal = () =>
    Response.json({ error: { code: 'forbidden', message: 'No.' } }, { status: 403 })
  const { fullstop } = clientWith(refusal, cancelled)
  const answer = fullstop.streamChat('Hi')
  await expect(answer.cancel()).rejects.toMatchObject({ code: 'forbidden', status: 403 })
  expect(await answer.cancel()).toMatchObject({ outcome: 'cancelled' })
  expect(vi.getTimerCount()).toBe(0)
})

test('a stop of an answer that may have been sent before names no session', async () => {
  const { fullstop, asked } = clientWith(cancelled)
  await fullstop.streamChat('Hi', { assistantMessageId: 'mine' }).cancel()
  expect(asked).toMatchObject([{ path: '/api/messages/mine/cancel' }])
  expect(asked[0]?.body).toEqual({ seenTextLength: 0, beforeStart: true })
})

test('a success that a proxy makes up is no outcome of a stop', async () => {
  const made = [null, {}, 'ok'].map((body) => () => Response.json(body))
  const { fullstop, asked } = clientWith(...made, cancelled)
  const stopping = fullstop.cancel('a1')
  await vi.runAllTimersAsync()
  expect(await stopping).toMatchObject({ outcome: 'cancelled' })
  expect(asked).toHaveLength(4)
})

test('an answer with a grace of its own goes on by its send, which the server counts that from', async () => {
  const { fullstop, asked } = clientWith(
    () => stream([start, hello], 'breaks off'),
    () => stream([start, { type: 'finish' }], 'ends'),
    () => new Response(null, { status: 204 }),
  )
  const reading = (async () => {
    for await (const _event of fullstop.streamChat('Hi', { graceMs: 10_000 })) continue
  })()
  await vi.runAllTimersAsync()
  await reading
  expect(asked.map(({ path, lastEventId }) => [path, lastEventId])).toEqual([
    ['/api/chat', null],
    ['/api/chat', 's1:0'],
    ['/api/chat', 's1:0'],
  ])
  expect(asked[1]?.body).toEqual(asked[0]?.body)
})

test.each<[string, () => Response]>([
  ['a page of a portal', () => new Response('<h1>Sign in</h1>')],
  ['a stream without events', () => stream([], 'ends')],
  ['a stream of something else', () => stream([], 'breaks off')],
])('an answer in whose place %s comes is given up after half a minute', async (_, respond) => {
  const { fullstop, asked } = clientWith(respond)
  const reading = (async () => {
    for await (const _event of fullstop.streamChat('Hi')) continue
  })().catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(45_000)
  expect(await reading).toMatchObject({ name: 'FullstopError', code: 'unreachable' })
  expect(asked.length).toBeGreaterThan(2)
  expect(vi.getTimerCount()).toBe(0)
})
