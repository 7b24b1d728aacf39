import { describe, expect, test } from 'vitest'
import { isKept, lineOf, rowOf, type Finding } from './finding'

const score: Finding = { name: 'Speed', value: 95, unit: 'points', bound: 95, is: 'at least' }
const weight: Finding = { name: 'Scripts', value: 250, unit: 'KB', bound: 250, is: 'at most' }

describe('a bound', () => {
  test('a bound is kept by a figure that just reaches it', () => {
    expect([score, weight].map(isKept)).toEqual([true, true])
  })

  test('a bound is missed on its wrong side only', () => {
    expect(isKept({ ...score, value: 94.9 })).toBe(false)
    expect(isKept({ ...score, value: 100 })).toBe(true)
    expect(isKept({ ...weight, value: 250.1 })).toBe(false)
    expect(isKept({ ...weight, value: 0 })).toBe(true)
  })

  test('a bound is missed by a figure that could not be measured', () => {
    expect([score, weight].map((finding) => isKept({ ...finding, value: NaN }))).toEqual([
      false,
      false,
    ])
  })
})

test('a finding’s line and row say its figure, its bound and whether it is kept', () => {
  expect(lineOf({ ...weight, value: 197.251 })).toBe('✓ Scripts: 197.25 KB, at most 250')
  expect(lineOf({ ...score, value: 80 })).toBe('✗ Speed: 80 points, at least 95')
  expect(rowOf(score)).toBe('| Speed | ≥ 95 points | 95 points | kept |')
  expect(rowOf({ ...weight, value: 1250 })).toBe('| Scripts | ≤ 250 KB | 1,250 KB | **missed** |')
})
