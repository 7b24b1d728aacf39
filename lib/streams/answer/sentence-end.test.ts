import { describe, expect, test } from 'vitest'
import { endsAtRest, endsInCode, LONGEST_REST, restToKeep } from './sentence-end'

describe('R22 the rest of a sentence', () => {
  test.each([
    ['one. Two', 'one.'],
    ['one! Two', 'one!'],
    ['he said “one.” Two', 'he said “one.”'],
    ['**one.** Two', '**one.**'],
    ['3.14 is not it. Two', '3.14 is not it.'],
    ['line\nnext', 'line'],
    ['一つ。二つ', '一つ。'],
    ['first\n', 'first'],
  ])('the rest %j is kept as %j', (rest, kept) => {
    const end = restToKeep(rest, false)
    expect(rest.slice(0, end)).toBe(kept)
    expect(end).toBeDefined()
  })

  test.each(['one', 'one.', '1. item', 'v1.2'])('the rest %j has no end yet', (rest) => {
    expect(restToKeep(rest, false)).toBeUndefined()
  })

  test('the rest in code ends with its line', () => {
    expect(restToKeep('a. b(c) {\n', true)).toBe('a. b(c) {'.length)
  })

  test('a rest that takes too long is cut', () => {
    expect(restToKeep('x'.repeat(LONGEST_REST - 1), false)).toBeUndefined()
    expect(restToKeep('x'.repeat(500), false)).toBe(LONGEST_REST)
    expect(restToKeep(`${'x'.repeat(500)}. `, false)).toBe(LONGEST_REST)
  })
})

test.each([
  ['', true],
  ['Done.', true],
  ['Done.\n\n', true],
  ['“Done.”', true],
  ['Not', false],
  ['```\ncode', false],
  ['```\ncode\n', true],
])('R22 endsAtRest of %j is %j', (text, rest) => {
  expect(endsAtRest(text)).toBe(rest)
})

test('R22 endsInCode knows code from text', () => {
  expect(endsInCode('a\n```ts\nb')).toBe(true)
  expect(endsInCode('a\n```ts\nb\n```\nc')).toBe(false)
})
