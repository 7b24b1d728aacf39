import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import { AnswerReading } from './answer-reading.ts'
import { createApi } from './api.ts'
import { createCalls } from './calls.ts'
import type { AnswerEvent } from './types.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const metadata = { chatId: 'c1', sessionId: 's1', status: 'active' } as never
const start: AnswerEvent = { type: 'start', messageId: 'a1', messageMetadata: metadata }
const ending: AnswerEvent[] = [
  { type: 'text-end', id: '0' },
  { type: 'finish', finishReason: 'stop', messageMetadata: metadata },
]

/** A server that resumes as ours does: `start`, the open part again, and what comes after the cursor. */
function answering(deltas: readonly string[]) {
  const texts = deltas.map((delta): AnswerEvent => ({ type: 'text-delta', id: '0', delta }))
  const all: AnswerEvent[] = [start, { type: 'text-start', id: '0' }, ...texts, ...ending]
  const line = (event: AnswerEvent, position: number) =>
    `id: s1:${position}\ndata: ${JSON.stringify(event)}\n\n`
  return (lastEventId: string | null): Response => {
    const position = lastEventId === null ? -1 : Number(lastEventId.slice('s1:'.length))
    if (position === all.length - 1) return new Response(null, { status: 204 })
    const isOpen = position > 0 && position < all.length - ending.length
    const reopened = [start, ...(isOpen ? all.slice(1, 2) : [])]
    const again = position < 0 ? '' : reopened.map((event) => line(event, position)).join('')
    const rest = all.map(line).slice(position + 1)
    return new Response(`: open\n\n${again}${rest.join('')}data: [DONE]\n\n`, {
      headers: { 'Content-Type': 'text/event-stream' },
    })
  }
}

type Cut = { bytes: number; how: 'broken' | 'clean' | 'refused' }

/** The response as a bad network brings it, in pieces of two bytes to seven. */
async function through(response: Response, { bytes, how }: Cut): Promise<Response> {
  if (how === 'refused') throw new TypeError('fetch failed')
  if (response.body === null) return response
  const whole = new Uint8Array(await response.arrayBuffer())
  let at = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const end = Math.min(whole.length, bytes, at + 2 + (at % 6))
      if (at < end) controller.enqueue(whole.slice(at, end))
      else if (bytes >= whole.length || how === 'clean') controller.close()
      else controller.error(new TypeError('terminated'))
      at = end
    },
  })
  return new Response(body, response)
}

test('P6 an answer comes whole and nothing of it twice, wherever its connections end', async () => {
  const cut = fc.record({
    bytes: fc.integer({ min: 0, max: 1_500 }),
    how: fc.constantFrom('broken', 'clean', 'refused'),
  })
  const property = fc.asyncProperty(
    fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { maxLength: 12 }),
    fc.array(cut, { maxLength: 8 }),
    async (deltas, cuts) => {
      const respond = answering(deltas)
      const left = [...cuts]
      const fetch: typeof globalThis.fetch = async (_path, init) => {
        const after = new Headers(init?.headers).get('Last-Event-ID')
        return through(respond(after), left.shift() ?? { bytes: Infinity, how: 'clean' })
      }
      const api = createApi(createCalls({ fetch }))
      const reading = new AnswerReading((signal, after) =>
        after === undefined ? api.ask({}, signal) : api.follow('a1', signal, after),
      )
      const heard: AnswerEvent[] = []
      const read = (async () => {
        for await (const event of reading.read()) heard.push(event)
      })()
      await Promise.all([read, vi.runAllTimersAsync()])
      const expected = [start, { type: 'text-start', id: '0' }]
      const texts = deltas.map((delta) => ({ type: 'text-delta', id: '0', delta }))
      expect(heard).toEqual([...expected, ...texts, ...ending])
      expect(reading.textLength).toBe(deltas.join('').length)
      expect(vi.getTimerCount()).toBe(0)
    },
  )
  await fc.assert(property, fromSeed(100))
})
