import * as fc from 'fast-check'
import { describe, expect, inject, test } from 'vitest'
import { openCuttingProxy, type Cut } from '@/lib/db/testing/cutting-proxy'
import { openTestPostgres } from '@/lib/db/testing/open-test-postgres'
import { openTwoServers, RACES } from '@/lib/db/testing/races'
import { whileHeld } from '@/lib/db/testing/while-held'
import { fromSeed } from '@/lib/platform/testing/from-seed'

const DAY = '2026-11-20'

/** A write of so many tokens for each of these payers. */
const write = (serverId: string, number: number, payers: readonly string[], tokens = 5) => ({
  serverId,
  number,
  spent: payers.map((payer) => ({ day: DAY, payer, tokens })),
})

describe.skipIf(inject('postgresUrl') === '')('R28 the spent tokens of several servers', () => {
  test('a write whose answer was lost on its way comes again, and is added once', async () => {
    const { spending, url, reopen } = await openTestPostgres()
    const proxy = await openCuttingProxy(url)
    const away = reopen({ connectionString: proxy.url, max: 1 }).spending
    let number = 0
    await fc.assert(
      fc.asyncProperty(fc.constantFrom<Cut>('call', 'answer'), async (cut) => {
        number += 1
        await away.of(DAY, 'ann')
        proxy.cutNext(cut)
        const lost = away.add(write('s1', number, ['ann']))
        await expect(lost).rejects.toMatchObject({ code: 'unavailable' })
        const sums = await away.add(write('s1', number, ['ann']))
        expect(sums).toEqual([{ day: DAY, payer: 'ann', tokens: 5 * number }])
        expect(await spending.of(DAY, 'ann')).toBe(5 * number)
      }),
      fromSeed(RACES / 4),
    )
  })

  test('a write that is still on its way when it comes again is added once', async () => {
    const database = await openTestPostgres()
    const { spending, reopen } = database
    await spending.add(write('s0', 1, ['ann']))
    const again = write('s1', 1, ['ann', 'everybody'])
    await whileHeld(
      database,
      `SELECT FROM token_spending WHERE payer = 'ann' FOR UPDATE`,
      () => spending.add(again),
      () => reopen().spending.add(again),
    )
    expect(await spending.of(DAY, 'ann')).toBe(10)
    expect(await spending.of(DAY, 'everybody')).toBe(5)
  })

  test('writes of two servers for the same payers wait for each other in turn', async () => {
    const database = await openTestPostgres()
    const { spending, reopen } = database
    const payers = ['ann', 'bob', 'everybody']
    await spending.add(write('s0', 1, payers))
    const sums = await whileHeld(
      database,
      // Both have some of the rows then, unless they take them in the same order.
      `SELECT FROM token_spending WHERE payer = 'bob' FOR UPDATE`,
      () => spending.add(write('s1', 1, payers)),
      () => reopen().spending.add(write('s2', 1, payers.toReversed())),
    )
    expect(sums.flat()).toHaveLength(6)
    for (const payer of payers) expect(await spending.of(DAY, payer)).toBe(15)
  })

  test('writes of two servers, and the move of a guest, hold nothing that the others need', async () => {
    const { here, there, race } = await openTwoServers()
    await race(async (together, { run }) => {
      await here.addPerson({ id: 'gus', guest: true })
      await together(
        () => here.spending.add(write('s1', run, ['everybody', 'ann', 'gus'])),
        () =>
          Promise.all([
            there.spending.add(write('s2', run, ['gus', 'everybody', 'ann'])),
            there.accounts.endMovedGuest('gus', 'ann'),
          ]),
      )
      expect(await here.spending.of(DAY, 'everybody')).toBe(10 * run)
    })
  })

  test('the number of a server’s latest write is deleted once that is old', async () => {
    const database = await openTestPostgres()
    const { spending, sql } = database
    await spending.add(write('s1', 1, ['ann']))
    await database.prune(Date.now() - 60_000)
    expect(await sql('SELECT server_id FROM spending_writes')).toEqual([{ server_id: 's1' }])
    await database.prune(Date.now() + 60_000)
    expect(await sql('SELECT server_id FROM spending_writes')).toEqual([])
  })
})
