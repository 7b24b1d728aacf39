import { expect, test } from 'vitest'
import { tokenDelays, updateGaps } from './token-delays'

const sentAt = [100, 120, 140, 160]

test('C9 a token’s delay ends with the piece in which it arrived', () => {
  const arrivals = [
    { at: 105, tokens: 1 },
    { at: 150, tokens: 3 },
  ]

  expect(tokenDelays(sentAt, arrivals, { from: 0, to: 1_000 })).toEqual([5, 30, 10])
  expect(tokenDelays(sentAt, arrivals, { from: 110, to: 130 })).toEqual([30])
})

test('C2 a gap is the time between two updates, and a burst is one update', () => {
  const arrivals = [100, 130, 131, 132, 200, 210].map((at, index) => ({ at, tokens: index + 1 }))

  expect(updateGaps(arrivals, { from: 100, to: 205 })).toEqual([30, 70])
})
