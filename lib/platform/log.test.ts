import { expect, test } from 'vitest'
import { newId } from './ids'
import { describeError } from './log'

test('an error is logged without its cause, which may hold a conversation', () => {
  const cause = new Error('the question was: where do I live?')
  const described = describeError(new TypeError('fetch failed', { cause }))
  expect(described).toEqual({
    name: 'TypeError',
    message: 'fetch failed',
    stack: expect.stringContaining('TypeError: fetch failed') as unknown,
  })
  expect(JSON.stringify(described)).not.toContain('where do I live')
})

test('an error is logged with the reason that it has for the log', () => {
  const error = Object.assign(new Error('no answer'), { forLog: 'it is asleep' })
  expect(describeError(error)).toMatchObject({ message: 'no answer', reason: 'it is asleep' })
})

test('a thrown value that is no error is logged by its type only', () => {
  expect(describeError('the question was: where do I live?')).toEqual({
    name: 'unknown',
    message: 'string',
  })
})

test('IDs are UUID v7, so that they sort by the time they were made', () => {
  const ids = Array.from({ length: 100 }, newId)
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(100)
})
