import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inGroups } from './in-groups'

/** Doubles numbers, and fails with a group that has a bad one. */
function doubled() {
  const commits: number[][] = []
  const double = inGroups((numbers: readonly number[]) => {
    commits.push([...numbers])
    if (numbers.some(Number.isNaN)) throw new Error('no number')
    return numbers.map((number) => 2 * number)
  })
  return { commits, double }
}

test('P10 the first of a turn is committed at once, and the others of it together', async () => {
  const { commits, double } = doubled()
  const values = [1, 2, 3, 4].map(double)
  expect(commits).toEqual([[1]])
  expect(await Promise.all(values)).toEqual([2, 4, 6, 8])
  expect(commits).toEqual([[1], [2, 3, 4]])
  await setImmediate()
  await setImmediate()
  expect(await double(5)).toBe(10)
  expect(commits).toEqual([[1], [2, 3, 4], [5]])
})

test('P2 one that cannot be committed fails alone', async () => {
  const { double } = doubled()
  const results = await Promise.allSettled([1, 2, Number.NaN, 4].map(double))
  expect(
    results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed')),
  ).toEqual([2, 4, 'failed', 8])
})
