import { expect, test } from 'vitest'
import { FullstopError } from '@/client/error'
import { unsentWords } from './unsent-words'

const noon = Date.parse('2026-01-01T12:00:00.000Z')

test('spent tokens say when they reset in the time zone of the reader, and have no wait', () => {
  const message = 'You have used all your tokens for today.'
  const error = new FullstopError('budget_spent', message, { retryAfterSeconds: 12 * 3600 })
  expect(unsentWords(error, noon, 'Europe/Berlin')).toEqual({
    sentence: 'You have used all your tokens for today. The limit resets at 01:00.',
    readyAt: undefined,
    aboutAccount: true,
  })
  expect(unsentWords(new FullstopError('budget_spent', message), noon).sentence).toBe(message)
})

test('any other error is told as it is, with its wait', () => {
  const error = new FullstopError('rate_limited', 'Too many calls.', { retryAfterSeconds: 7 })
  expect(unsentWords(error, noon)).toEqual({
    sentence: 'Too many calls.',
    readyAt: noon + 7_000,
    aboutAccount: false,
  })
  expect(
    unsentWords(new FullstopError('not_found', 'Chat not found.'), noon).readyAt,
  ).toBeUndefined()
})
