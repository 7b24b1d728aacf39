import { expect, test } from 'vitest'
import { steady } from './steady'

test('the value is the same object until its content changes', () => {
  let count = 1
  const read = steady(() => ({ count }))
  const first = read()
  expect(read()).toBe(first)
  count = 2
  expect(read()).toEqual({ count: 2 })
})
