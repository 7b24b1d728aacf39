import { expect, test } from 'vitest'
import { callsOf } from './earlier-calls'
import type { Usage } from './message'

const usage = (inputTokens: number, outputTokens: number): Usage => ({
  inputTokens,
  outputTokens,
  estimated: false,
})

const first = {
  model: 'test/model',
  startedAt: '2026-01-01T12:00:00.000Z',
  endedAt: '2026-01-01T12:00:09.000Z',
  endReason: 'user',
  usage: usage(10, 3),
} as const

test('R23 each call of an answer is kept with its own usage', () => {
  expect(callsOf(first)).toEqual([first])
  expect(callsOf({ ...first, usage: usage(25, 8), earlierCalls: [first] })).toEqual([
    first,
    { ...first, usage: usage(15, 5) },
  ])
  expect(callsOf({})).toEqual([{}])
})

test('P11 an answer that goes on for ever keeps a list of 50 calls at most', () => {
  let calls = callsOf(first)
  for (let count = 0; count < 200; count += 1) calls = callsOf({ ...first, earlierCalls: calls })
  expect(calls).toHaveLength(50)
})
