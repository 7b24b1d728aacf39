import { expect, test } from 'vitest'
import { budgetFill, budgetWords } from './budget-words'

const budget = { limit: 2_000_000, spent: 12_000, resetsAt: '2026-01-02T00:00:00.000Z' }

test('a budget says how much of it is spent, and when it resets in the time zone of the reader', () => {
  expect(budgetWords(budget, 'Europe/Berlin')).toBe(
    '12,000 of 2,000,000 tokens used today. Resets at 01:00.',
  )
  expect(budgetWords(budget, 'UTC')).toContain('at 00:00')
})

test.each([
  [0, 100, 0],
  [25, 100, 0.25],
  [120, 100, 1],
  [0, 0, 1],
])('a budget with %s of %s spent is filled to %s', (spent, limit, fill) => {
  expect(budgetFill({ ...budget, limit, spent })).toBe(fill)
})
