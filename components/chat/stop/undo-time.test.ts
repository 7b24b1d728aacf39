import { expect, test } from 'vitest'
import { undoMsLeft } from './undo-time'

test.each([
  ['just now', 0, 5_000],
  ['a moment ago', 1_200, 3_800],
  ['five seconds ago', 5_000, 0],
  ['long ago', 60_000, 0],
  ['later than now, by a clock that was set back', -9_000, 5_000],
])('a stop that was pressed %s can be undone for the rest of five seconds', (_, ago, left) => {
  expect(undoMsLeft(100_000 - ago, 100_000)).toBe(left)
})
