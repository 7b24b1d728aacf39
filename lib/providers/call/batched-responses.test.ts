import type { Dispatcher } from 'undici'
import { describe, expect, test } from 'vitest'
import { createManualClock } from '@/lib/platform/manual-clock'
import { batchingWait, batchResponses } from './batched-responses'

// The tested code only passes it on, and never touches it.
const controller = {} as Dispatcher.DispatchController

/** Opens `count` responses; returns the bytes that their readers got, and a dispatcher's calls. */
function openResponses(count: number) {
  const clock = createManualClock()
  const dispatched: Dispatcher.DispatchHandler[] = []
  const dispatch = batchResponses(clock)((_, handler) => {
    dispatched.push(handler)
    return true
  })
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

  test('P11 an error, such as an abort, drops the bytes held back and leaves no timer', () => {
    const { clock, first } = openResponses(60)
    first.send('a')
    first.send('b')
    first.fail('aborted')
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
