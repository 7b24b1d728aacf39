import { expect, test } from 'vitest'
import { AnswerEvents } from './answer-events'
import { chatWire } from './chat-wire'

const eventOf = (content: string) =>
  `data: ${JSON.stringify({ id: 'c', choices: [{ index: 0, delta: { content } }] })}\n\n`

test('P11 tokens that come together are one event for the AI SDK, however many they are', () => {
  const tokens = Array.from({ length: 10_000 }, (_, index) => `word${index} `)
  const events = new AnswerEvents(chatWire())
  const written = events.read(Buffer.from(tokens.map(eventOf).join('')))
  expect(written).toBe(
    `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: tokens.join('') } }] })}\n\n`,
  )
})

test('a token that comes alone is handed on alone, at once', () => {
  const events = new AnswerEvents(chatWire())
  expect(events.read(Buffer.from(eventOf('a')))).toContain('"content":"a"')
  expect(events.read(Buffer.from(eventOf('b').slice(0, -1)))).toBe('')
  expect(events.read(Buffer.from('\n'))).toContain('"content":"b"')
})

test('P1 two halves of a character that come apart are put together again', () => {
  const events = new AnswerEvents(chatWire())
  const [high = '', low = ''] = '👋'
    .split('')
    .map(
      (half) =>
        `data: {"choices":[{"delta":{"content":"\\u${half.charCodeAt(0).toString(16)}"}}]}\n\n`,
    )
  expect(events.read(Buffer.from(high + low))).toContain('👋')
})

test('P11 counts under ever new names are left out, and known ones are still updated', () => {
  const events = new AnswerEvents(chatWire())
  const read = (usage: object, more: object = {}) =>
    events.read(Buffer.from(`data: ${JSON.stringify({ choices: [], usage, ...more })}\n\n`))
  const manyNames = (from: string) =>
    Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`${from}${index}`, 1]))
  read({ prompt_tokens: 1, completion_tokens: 1, details: manyNames('detail') })
  for (let event = 0; event < 100; event += 1) read(manyNames(`event${event} `))
  read({ ['long'.repeat(100)]: 1, prompt_tokens: 7, completion_tokens: 3 })
  read({}, { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })
  const [, last = ''] = events.end().split('data: ').filter(Boolean)
  const { usage } = JSON.parse(last) as { usage: { details: object } }
  expect(usage).toMatchObject({ prompt_tokens: 7, completion_tokens: 3 })
  expect(Object.keys(usage)).toHaveLength(64)
  expect(Object.keys(usage.details)).toHaveLength(64)
})
