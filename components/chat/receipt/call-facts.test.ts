import { expect, test } from 'vitest'
import { metadataOf } from '@/lib/testing/messages'
import { callFactsOf } from './call-facts'

const cost = (amount: number) => ({ amount, currency: 'USD', pricesOf: '2026-01-01' }) as const

test('R23 an answer that took two calls says what each of them used', () => {
  const metadata = metadataOf({
    startedAt: '2026-01-01T12:05:00.000Z',
    usage: { inputTokens: 2_500, outputTokens: 300, estimated: true, cost: cost(0.03) },
    earlierCalls: [
      {
        startedAt: '2026-01-01T12:00:00.000Z',
        usage: { inputTokens: 1_000, outputTokens: 100, estimated: false, cost: cost(0.01) },
      },
    ],
  })
  expect(callFactsOf(metadata, 'UTC')).toEqual([
    { label: 'Call 1', value: '12:00 · 1,000 + 100 tokens · about $0.01' },
    { label: 'Call 2', value: '12:05 · about 1,500 + 200 tokens · about $0.02' },
  ])
})

test('an answer of one call lists no calls, and a call without usage says so', () => {
  expect(callFactsOf(metadataOf({ startedAt: '2026-01-01T12:00:00.000Z' }))).toEqual([])
  const facts = callFactsOf(metadataOf({ earlierCalls: [{}] }))
  expect(facts).toEqual([
    { label: 'Call 1', value: 'token count not known' },
    { label: 'Call 2', value: 'token count not known' },
  ])
})
