import { expect, test } from 'vitest'
import type { Usage } from '@/lib/contract/message'
import { callsOf } from './earlier-calls'

const usage = (inputTokens: number, outputTokens: number): Usage => ({
  inputTokens,
  outputTokens,
  estimated: false,
})

const ended = {
  earlierCalls: null,
  usage: usage(10, 3),
  model: 'test/model',
  startedAt: Date.parse('2026-01-01T12:00:00.000Z'),
  endedAt: Date.parse('2026-01-01T12:00:09.000Z'),
  endReason: 'user',
} as const

const first = {
  model: 'test/model',
  startedAt: '2026-01-01T12:00:00.000Z',
  endedAt: '2026-01-01T12:00:09.000Z',
  endReason: 'user',
  usage: usage(10, 3),
} as const

test('R23 each call of an answer is kept with what it alone used', () => {
  expect(callsOf(ended)).toEqual([first])
  expect(callsOf({ ...ended, usage: usage(25, 8), earlierCalls: [first] })).toEqual([
    first,
    { ...first, usage: usage(15, 5) },
  ])
  const unknown = { ...ended, usage: null, startedAt: null, endedAt: null, model: null }
  expect(callsOf({ ...unknown, endReason: null })).toEqual([{}])
})

test('P11 an answer that goes on for ever grows no list', () => {
  let calls = callsOf(ended)
  for (let count = 0; count < 200; count += 1) calls = callsOf({ ...ended, earlierCalls: calls })
  expect(calls).toHaveLength(50)
})
