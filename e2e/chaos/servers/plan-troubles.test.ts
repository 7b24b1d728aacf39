import { expect, it } from 'vitest'
import { makeTroubles } from './plan-troubles'

const planned = Array.from({ length: 500 }, (_, seed) => makeTroubles(seed, 3))

it('P9 the same seed makes the same troubles', () => {
  expect(planned.map((_, seed) => makeTroubles(seed, 3))).toEqual(planned)
})

it('P9 every kind of trouble happens to every server, and some rounds have none', () => {
  const kinds = new Set(planned.flat().map(({ kind, server }) => `${kind} ${server}`))
  expect(kinds.size).toBe(3 * 3 + 4)
  expect(planned.filter((troubles) => troubles.length === 0).length).toBeGreaterThan(20)
})

it('P9 one part has one trouble at a time', () => {
  for (const troubles of planned) {
    const parts = troubles.map(({ kind, server }) => server ?? kind.split(' ')[0])
    expect(new Set(parts).size).toBe(parts.length)
  }
})

it('P9 a frozen server stands still for clearly less than its lease, or clearly longer', () => {
  const frozen = planned.flat().filter(({ kind }) => kind === 'frozen')
  expect(frozen.filter(({ lasts }) => lasts > 2_000 && lasts < 5_500)).toEqual([])
})
