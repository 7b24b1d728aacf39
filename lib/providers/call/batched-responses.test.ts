import type { Dispatcher } from 'undici'
import { describe, expect, test } from 'vitest'
import { createManualClock } from '@/lib/platform/manual-clock'
import { AnswerEvents } from '@/lib/providers/wires/answer-events'
import { chatWire } from '@/lib/providers/wires/chat-wire'
import { batchingWait, batchResponses } from './batched-responses'
import { mendResponse } from './mended-responses'

// The tested code only asks whether it was aborted.
const controllerOf = (aborted: boolean) => ({ aborted }) as Dispatcher.DispatchController
const controller = controllerOf(false)

/** Opens `count` responses; returns the bytes that their readers got, and a dispatcher's calls. */
function openResponses(count: number, { mended = false } = {}) {
  const clock = createManualClock()
  const dispatched: Dispatcher.DispatchHandler[] = []
  const batching = batchResponses(clock)((_, handler) => {
    dispatched.push(handler)
    return true
  })
  const dispatch: Dispatcher.Dispatch = (options, handler) =>
    mended
      ? mendResponse(new AnswerEvents(chatWire()), clock)(batching)(options, handler)
      : batching(options, handler)
  const responses = Array.from({ length: count }, (_, index) => {
    const got: string[] = []
    dispatch(
      { path: '/', method: 'POST' },
      {
        onResponseData: (_controller, bytes) => got.push(bytes.toString()),
        onResponseEnd: () => got.push('end'),
        onResponseError: (_controller, error) => got.push(error.message),
      },
    )
    const handler = dispatched[index]
    handler?.onResponseStart?.(controller, 200, {})
    return {
      got,
      send: (text: string) => handler?.onResponseData?.(controller, Buffer.from(text)),
      end: () => handler?.onResponseEnd?.(controller, {}),
      fail: (message: string) => handler?.onResponseError?.(controller, new Error(message)),
      // undici breaks its own types for a request that has no connection.
      failUnmade: (message: string) =>
        handler?.onResponseError?.(
          null as unknown as Dispatcher.DispatchController,
          new Error(message),
        ),
      abort: () => handler?.onResponseError?.(controllerOf(true), new Error('aborted')),
    }
  })
  const [first] = responses
  if (!first) throw new Error('open one at least')
  return { clock, first, rest: responses.slice(1) }
}

describe('batchingWait', () => {
  test('batchingWait is nothing while few responses are open, and never more than 60 ms', () => {
    expect([0, 1, 20].map(batchingWait)).toEqual([0, 0, 0])
    expect(batchingWait(40)).toBe(28)
    expect([60, 1_000, 1_000_000].map(batchingWait)).toEqual([56, 56, 56])
  })
})

describe('batchResponses', () => {
  test('bytes are handed on at once while few responses are open', () => {
    const { clock, first } = openResponses(20)
    first.send('a')
    first.send('b')
    expect(first.got).toEqual(['a', 'b'])
    expect(clock.pending).toBe(0)
  })

  test('bytes that come within the wait are joined under load; the first are not held back', async () => {
    const { clock, first } = openResponses(60)
    first.send('a')
    expect(first.got).toEqual(['a'])
    first.send('b')
    await clock.advance(20)
    first.send('c')
    await clock.advance(35)
    expect(first.got).toEqual(['a'])
    await clock.advance(1)
    expect(first.got).toEqual(['a', 'bc'])
    await clock.advance(56)
    expect(clock.pending).toBe(0)
    first.send('d')
    expect(first.got.at(-1)).toBe('d')
  })

  test('P1 an end hands on the bytes that were held back', async () => {
    const { clock, first } = openResponses(60)
    first.send('a')
    first.send('b')
    first.end()
    expect(first.got).toEqual(['a', 'b', 'end'])
    await clock.advance(100)
    expect(first.got).toHaveLength(3)
  })

  test('P1 an error hands on the bytes that were held back', () => {
    const { clock, first } = openResponses(60)
    first.send('a')
    first.send('b')
    first.fail('reset')
    expect(first.got).toEqual(['a', 'b', 'reset'])
    expect(clock.pending).toBe(0)
  })

  test('P1 an answer whose end was held back is whole when its connection breaks', () => {
    const { clock, first } = openResponses(60, { mended: true })
    first.send('data: {"choices":[{"delta":{"content":"Hello"}}]}\n\n')
    first.send('data: {"choices":[{"delta":{"content":", you."},"finish_reason":"stop"}]}\n\n')
    first.fail('reset')
    expect(first.got.join('')).toContain(', you.')
    expect(first.got.at(-1)).toBe('end')
    expect(clock.pending).toBe(0)
  })

  test('an error of a connection that was never made is handed on without a controller', () => {
    const { first } = openResponses(60)
    first.failUnmade('refused')
    expect(first.got).toEqual(['refused'])
  })

  test('P11 more than 64 KB are not held back', async () => {
    const { clock, first } = openResponses(60)
    const kilobyte = 'x'.repeat(1_024)
    first.send('a')
    for (let sent = 0; sent < 64; sent += 1) first.send(kilobyte)
    expect(first.got).toEqual(['a'])
    first.send('b')
    expect(first.got).toEqual(['a', `${kilobyte.repeat(64)}b`])
    first.send('c')
    expect(first.got).toHaveLength(2)
    await clock.advance(56)
    expect(first.got.at(-1)).toBe('c')
  })

  test('P11 our own abort drops the bytes held back and leaves no timer', () => {
    const { clock, first } = openResponses(60)
    first.send('a')
    first.send('b')
    first.abort()
    expect(first.got).toEqual(['a', 'aborted'])
    expect(clock.pending).toBe(0)
  })

  test('P11 responses that ended no longer count', () => {
    const { first, rest } = openResponses(60)
    for (const [index, response] of rest.entries()) {
      if (index % 2 === 0) response.end()
      else response.fail('gone')
    }
    first.send('a')
    first.send('b')
    expect(first.got).toEqual(['a', 'b'])
  })
})
