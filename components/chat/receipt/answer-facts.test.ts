import { expect, test } from 'vitest'
import type { MessageMetadata, Receipt } from '@/lib/contract/message'
import { answerFactsOf, failedCallFactsOf } from './answer-facts'

const receipt: Receipt = {
  stoppedInMs: 4,
  savedInMs: 9,
  keptCharacters: 1000,
  outputTokens: 212,
  estimated: true,
  savedTokens: 612,
  savedCost: 0.0056,
  providerStopsBilling: true,
}

const ended: MessageMetadata = {
  chatId: 'chat',
  parentId: 'question',
  siblingIds: ['answer'],
  createdAt: '2026-01-01T00:00:00.000Z',
  status: 'cancelled',
  endReason: 'user',
  canCancel: false,
  textLength: 1000,
  model: 'openai/gpt-5.4-mini',
  startedAt: '2026-01-01T00:00:00.000Z',
  endedAt: '2026-01-01T00:01:05.000Z',
  firstTokenMs: 420,
  usage: {
    inputTokens: 1900,
    outputTokens: 212,
    reasoningTokens: 50,
    estimated: true,
    cost: { amount: 0.0021, currency: 'USD', pricesOf: '2026-09-23' },
  },
  receipt,
}

const linesOf = (metadata: MessageMetadata, modelName?: string) =>
  answerFactsOf(metadata, modelName, 'UTC').map(({ label, value }) => `${label}: ${value}`)

test('R23 a stopped answer shows its receipt in full', () => {
  expect(linesOf(ended, 'GPT-5.4 mini')).toEqual([
    'Model: GPT-5.4 mini',
    'Date: 1 January 2026 at 00:00',
    'Connection closed: after 4 ms',
    'Text kept: 1,000 characters',
    'Text stored: after 9 ms',
    'First token: 420 ms',
    'Duration: 1 min 5 s',
    'Prompt: about 1,900 tokens',
    'Answer: about 212 tokens',
    'Of which thinking: 50 tokens',
    'Cost: about $0.0021, at prices of 23 September 2026',
    'Tokens saved: about 610 tokens ($0.0056), compared with your usual answers',
    'Billing: stopped when the call was closed',
  ])
})

test('an answer that nobody stopped shows its model, times and tokens', () => {
  const { receipt: _, ...rest } = ended
  const usage = { inputTokens: 1900, outputTokens: 212, estimated: false }
  expect(linesOf({ ...rest, usage, endedAt: '2026-01-01T00:00:04.240Z' })).toEqual([
    'Model: openai/gpt-5.4-mini',
    'Date: 1 January 2026 at 00:00',
    'First token: 420 ms',
    'Duration: 4.2 s',
    'Prompt: 1,900 tokens',
    'Answer: 212 tokens',
  ])
})

test.each([
  [false, 'this provider may still charge for the whole answer'],
  ['unknown', 'this provider may or may not charge for more'],
] as const)(
  'a receipt whose `providerStopsBilling` is %s says so',
  (providerStopsBilling, value) => {
    const metadata = { ...ended, receipt: { ...receipt, providerStopsBilling } }
    expect(answerFactsOf(metadata, undefined)).toContainEqual({
      label: 'Billing',
      value,
    })
  },
)

test('a connection that was not seen to close is not said to be closed', () => {
  const unseen = { ...receipt, stoppedInMs: 500, closeUnseen: true as const }
  expect(linesOf({ ...ended, receipt: unseen })).toContain(
    'Connection closed: not seen within 500 ms',
  )
})

test.each([
  ['own', 'about 610 tokens ($0.0056), compared with your usual answers'],
  [
    'everyone',
    'about 610 tokens ($0.0056), compared with everyone’s usual answers from this model',
  ],
  ['catalogue', 'about 610 tokens ($0.0056), a rough guess'],
] as const)('R23 the saved tokens say that they are estimated by %s', (savedBeside, value) => {
  const metadata = { ...ended, receipt: { ...receipt, savedBeside } }
  expect(answerFactsOf(metadata, undefined)).toContainEqual({ label: 'Tokens saved', value })
})

test('R25 a failed call shows every fact that is known of it', () => {
  const call = {
    attempt: 3,
    status: 429,
    code: 'slow_down',
    type: 'rate_limit_error',
    requestId: 'req_7',
    host: 'api.example.org',
    path: '/v1/messages',
  }
  const lines = (of: Parameters<typeof failedCallFactsOf>[0]) =>
    failedCallFactsOf(of).map(({ label, value }) => `${label}: ${value}`)
  expect(lines(call)).toEqual([
    'Address: api.example.org/v1/messages',
    'HTTP status: 429',
    'Code: slow_down',
    'Type: rate_limit_error',
    'Request ID: req_7',
    'Attempt: 3',
  ])
  expect(lines({ attempt: 1, cause: 'ENOTFOUND' })).toEqual(['Cause: ENOTFOUND', 'Attempt: 1'])
})
