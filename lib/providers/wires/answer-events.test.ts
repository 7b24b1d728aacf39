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
