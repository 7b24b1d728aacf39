import { describe, expect, test } from 'vitest'
import { addSpending } from '@/lib/db/testing/add-spending'
import type { OpenEmpty } from './open-empty'

const DAY = '2026-11-20'

/** The promises of a store of spent tokens. */
export function describeSpending(open: OpenEmpty): void {
  describe('spent tokens', () => {
    test('the tokens of a day are added up by payer, also those that are added at once', async () => {
      const { spending } = await open()
      const added = [1, 2, 3, 4].map((tokens) =>
        addSpending(spending, DAY, ['ann', 'everybody'], tokens),
      )
      await Promise.all(added)
      expect(await spending.of(DAY, 'ann')).toBe(10)
      expect(await spending.of(DAY, 'everybody')).toBe(10)
      expect(await spending.of('2026-11-21', 'ann')).toBe(0)
    })

    test('a write tells what its payers have spent in all, of which it may take some back', async () => {
      const { spending } = await open()
      await addSpending(spending, DAY, ['ann', 'bob'], 7)
      const spent = [
        { day: DAY, payer: 'everybody', tokens: 5 },
        { day: DAY, payer: 'ann', tokens: -3 },
        { day: '2026-11-21', payer: 'ann', tokens: 2 },
      ]
      const sums = await spending.add({ serverId: 's1', number: 1, spent })
      expect(sums).toHaveLength(3)
      expect(sums).toEqual(
        expect.arrayContaining([
          { day: DAY, payer: 'everybody', tokens: 5 },
          { day: DAY, payer: 'ann', tokens: 4 },
          { day: '2026-11-21', payer: 'ann', tokens: 2 },
        ]),
      )
      expect(await spending.of(DAY, 'bob')).toBe(7)
    })

    test('a write that comes again is added once, and tells the same', async () => {
      const { spending } = await open()
      const spent = [{ day: DAY, payer: 'ann', tokens: 5 }]
      const write = { serverId: 's1', number: 1, spent }
      const sums = await spending.add(write)
      expect(await spending.add(write)).toEqual(sums)
      await spending.add({ ...write, number: 2 })
      // A write that was on its way for long.
      await spending.add(write)
      expect(await spending.of(DAY, 'ann')).toBe(10)
      await spending.add({ ...write, serverId: 's2' })
      expect(await spending.of(DAY, 'ann')).toBe(15)
    })

    test('a write that comes twice at once is added once', async () => {
      const { spending } = await open()
      const spent = [{ day: DAY, payer: 'ann', tokens: 5 }]
      const twice = [1, 1].map((number) => spending.add({ serverId: 's1', number, spent }))
      const told = [{ day: DAY, payer: 'ann', tokens: 5 }]
      expect(await Promise.all(twice)).toEqual([told, told])
    })
  })
}
