import { describe, expect, test, vi } from 'vitest'
import { createManualClock } from '@/lib/platform/manual-clock'
import { guest, member, owner } from '@/lib/testing/senders'
import { openTestDatabase } from '@/lib/testing/test-database'
import { Budgets, type BudgetLimits } from './budgets'
import { estimateTokens } from './estimate-tokens'

const NOON = Date.UTC(2026, 10, 21, 12)
const HALF_A_DAY_MS = 12 * 60 * 60 * 1000

/**
 * `ann` has an account; `gus` is a guest. With `isShared`, each of the budgets is that of another server on
 * the same database.
 */
async function createBudgets(limits: Partial<BudgetLimits> = {}, { isShared = false } = {}) {
  const database = openTestDatabase()
  const clock = createManualClock()
  await clock.advance(NOON - clock.now())
  await database.addPerson({ id: 'gus', at: NOON, guest: true })
  const warn = vi.fn<() => void>()
  const log = { debug: warn, info: warn, warn, error: warn }
  let servers = 0
  const make = () =>
    new Budgets({
      store: database.spending,
      limits: { guest: 100, user: 1_000, total: 1_500, ...limits },
      clock,
      log,
      serverId: `s${(servers += 1)}`,
      isShared,
    })
  return { budgets: make(), make, clock, database, warn }
}

const spent = { code: 'budget_spent' }

describe('a daily budget', () => {
  test('a budget lets an answer spend the rest of it, and no more', async () => {
    const { budgets } = await createBudgets()
    const purse = (await budgets.check(guest('gus'), 20))()
    expect(purse.take(79)).toBe(true)
    expect(purse.take(1)).toBe(false)
  })

  test('a budget counts the tokens of all answers that stream at once', async () => {
    const { budgets } = await createBudgets()
    const open = await budgets.check(guest('gus'), 20)
    const [one, other] = [open(), (await budgets.check(guest('gus'), 20))()]
    expect(one.take(50)).toBe(true)
    expect(other.take(10)).toBe(false)
    await expect(budgets.check(guest('gus'), 1)).rejects.toMatchObject(spent)
  })

  test('a budget refuses a question for which there is no room, and says when there is', async () => {
    const { budgets } = await createBudgets()
    await expect(budgets.check(guest('gus'), 100)).rejects.toMatchObject({
      ...spent,
      details: { limit: 100, retryAfterSeconds: HALF_A_DAY_MS / 1000 },
    })
    await expect(budgets.check(member('ann'), 100)).resolves.toBeDefined()
  })

  test('a budget counts the tokens that were really used in the end, also after a restart', async () => {
    const { budgets, make } = await createBudgets()
    const purse = (await budgets.check(guest('gus'), 20))()
    purse.take(70)
    await purse.settle(30)
    await purse.settle(30)
    expect(await budgets.read(guest('gus'))).toMatchObject({ limit: 100, spent: 30 })
    expect(await make().read(guest('gus'))).toMatchObject({ spent: 30 })
    await expect(make().check(guest('gus'), 69)).resolves.toBeDefined()
    await expect(make().check(guest('gus'), 70)).rejects.toMatchObject(spent)
  })

  test('a purse whose saving failed is settled again, and counted once', async () => {
    const { budgets, database } = await createBudgets()
    const purse = (await budgets.check(guest('gus'), 20))()
    const add = vi.spyOn(database.spending, 'add')
    add.mockRejectedValueOnce(new Error('SQLITE_BUSY'))
    await expect(purse.settle(30)).rejects.toThrow('SQLITE_BUSY')
    await purse.settle(30)
    expect(await budgets.read(guest('gus'))).toMatchObject({ spent: 30 })
  })

  test('the budget of everybody together may end before a person’s own', async () => {
    const { budgets } = await createBudgets({ total: 50 })
    const purse = (await budgets.check(member('ann'), 20))()
    expect(purse.take(30)).toBe(false)
    await expect(budgets.check(guest('gus'), 1)).rejects.toMatchObject({ details: { limit: 50 } })
    expect(await budgets.readTotal()).toMatchObject({ limit: 50, spent: 50 })
  })

  test('a budget begins again with the day, for answers that begin then', async () => {
    const { budgets, clock } = await createBudgets()
    const late = (await budgets.check(guest('gus'), 90))()
    await clock.advance(HALF_A_DAY_MS)
    const early = (await budgets.check(guest('gus'), 90))()
    expect(early.take(5)).toBe(true)
    expect(late.take(20)).toBe(false)
    await late.settle(500)
    expect(await budgets.read(guest('gus'))).toMatchObject({
      spent: 95,
      resetsAt: '2026-11-23T00:00:00.000Z',
    })
  })

  test('a budget of nothing refuses everything', async () => {
    const { budgets } = await createBudgets({ guest: 0 })
    await expect(budgets.check(guest('gus'), 0)).rejects.toMatchObject(spent)
  })

  test('a budget that is off refuses nothing, and is read as null', async () => {
    const { budgets } = await createBudgets({ guest: Infinity, total: Infinity })
    const purse = (await budgets.check(guest('gus'), 1e9))()
    expect(purse.take(1e9)).toBe(true)
    expect(await budgets.read(guest('gus'))).toBeNull()
  })

  test('the budget of everybody has half for all guests together', async () => {
    const { budgets } = await createBudgets({ total: 120 })
    const purse = (await budgets.check(guest('gus'), 20))()
    expect(purse.take(30)).toBe(true)
    await expect(budgets.check(guest('eve'), 10)).rejects.toMatchObject({ details: { limit: 60 } })
    await expect(budgets.check(member('ann'), 10)).resolves.toBeDefined()
    expect(purse.take(10)).toBe(false)
  })

  test('the budget of everybody has room for the owner when it is spent, up to the owner’s own', async () => {
    const { budgets } = await createBudgets({ total: 50 })
    await (await budgets.check(member('ann'), 0))().settle(60)
    await expect(budgets.check(member('bob'), 1)).rejects.toMatchObject(spent)
    const purse = (await budgets.check(owner('olga'), 20))()
    expect(purse.take(900)).toBe(true)
    // Their own day has an end, too.
    expect(purse.take(80)).toBe(false)
  })

  test('P11 a budget counts a guest’s running answers in the account that they have made meanwhile', async () => {
    const { budgets, database, make } = await createBudgets()
    const purse = (await budgets.check(guest('gus'), 20))()
    purse.take(60)
    await budgets.move('gus', member('ann'))
    await database.accounts.endMovedGuest('gus', 'ann')
    expect(await budgets.read(member('ann'))).toMatchObject({ spent: 80 })
    expect(await budgets.read(guest('gus'))).toMatchObject({ spent: 0 })
    // A guest's limit is no longer theirs.
    expect(purse.take(100)).toBe(true)
    await purse.settle(150)
    for (const each of [budgets, make()]) {
      expect(await each.read(member('ann'))).toMatchObject({ spent: 150 })
      expect(await each.read(guest('gus'))).toMatchObject({ spent: 0 })
    }
  })

  test('a budget does not begin again with an account', async () => {
    const { budgets, database, make } = await createBudgets()
    await (await budgets.check(guest('gus'), 0))().settle(60)
    await database.accounts.endMovedGuest('gus', 'ann')
    expect(await make().read(member('ann'))).toMatchObject({ limit: 1_000, spent: 60 })
  })
})

test.each([
  ['', 0],
  ['word', 1],
  ['日本', 1.5],
  ['🙂', 1],
])('%j is about %d tokens', (text, tokens) => {
  expect(estimateTokens(text)).toBe(tokens)
})

describe('R28 a budget in which several servers count', () => {
  const TODAY = '2026-11-21'

  async function createShared(limits: Partial<BudgetLimits> = {}) {
    const shared = await createBudgets(limits, { isShared: true })
    return { ...shared, here: shared.budgets, there: shared.make() }
  }

  test('what a running answer has taken is known to the other servers within two seconds', async () => {
    const { here, there, clock, database } = await createShared()
    const purse = (await here.check(guest('gus'), 20))()
    purse.take(30.5)
    expect(await there.read(guest('gus'))).toMatchObject({ spent: 0 })
    await clock.advance(2_000)
    expect(await there.read(guest('gus'))).toMatchObject({ spent: 50 })
    await expect(there.check(guest('gus'), 50)).rejects.toMatchObject(spent)
    expect(await database.spending.of(TODAY, 'guests')).toBe(50)
    purse.take(9.5)
    await clock.advance(2_000)
    expect(await there.readTotal()).toMatchObject({ spent: 60 })
    expect(await here.readTotal()).toMatchObject({ spent: 60 })
  })

  test('running answers of one person on two servers end once their budget is spent by both', async () => {
    const { here, there, clock } = await createShared()
    const [one, other] = [
      (await here.check(guest('gus'), 0))(),
      (await there.check(guest('gus'), 0))(),
    ]
    let seconds = 0
    let goesOn = true
    while (goesOn) {
      seconds += 1
      goesOn = one.take(5) && other.take(5)
      await clock.advance(1_000)
    }
    // Each alone would take twenty seconds, and both together ten.
    expect(seconds).toBeGreaterThanOrEqual(10)
    expect(seconds).toBeLessThanOrEqual(14)
  })

  test.each([
    ['more', 90],
    ['fewer', 10],
    ['as many', 50],
    ['none', 0],
  ])('settling writes the difference, with %s tokens than were taken', async (_, tokens) => {
    const { here, there, clock, database } = await createShared()
    const purse = (await here.check(guest('gus'), 20))()
    purse.take(30)
    await clock.advance(2_000)
    purse.take(7)
    await purse.settle(tokens)
    await purse.settle(tokens)
    for (const payer of ['gus', 'everybody', 'guests']) {
      expect(await database.spending.of(TODAY, payer)).toBe(tokens)
    }
    for (const server of [here, there]) {
      expect(await server.read(guest('gus'))).toMatchObject({ spent: tokens })
    }
    await clock.advance(10_000)
    expect(clock.pending).toBe(0)
    expect(await database.spending.of(TODAY, 'gus')).toBe(tokens)
  })

  test.each(['before', 'after'])(
    'a write that failed %s it was saved comes again, and is counted once',
    async (when) => {
      const { here, there, clock, database, warn } = await createShared()
      const purse = (await here.check(guest('gus'), 20))()
      const add = database.spending.add.bind(database.spending)
      vi.spyOn(database.spending, 'add').mockImplementationOnce(async (write) => {
        if (when === 'after') await add(write)
        throw new Error('the connection is gone')
      })
      await clock.advance(2_000)
      expect(warn).toHaveBeenCalledOnce()
      purse.take(10)
      expect(await here.read(guest('gus'))).toMatchObject({ spent: 30 })
      await clock.advance(2_000)
      for (const server of [here, there]) {
        expect(await server.read(guest('gus'))).toMatchObject({ spent: 30 })
      }
      await purse.settle(35)
      expect(await database.spending.of(TODAY, 'gus')).toBe(35)
    },
  )

  test('P3 an end whose write failed after it was saved is settled again, and counted once', async () => {
    const { here, clock, database } = await createShared()
    const purse = (await here.check(guest('gus'), 20))()
    const other = (await here.check(member('ann'), 5))()
    const add = database.spending.add.bind(database.spending)
    vi.spyOn(database.spending, 'add').mockImplementationOnce(async (write) => {
      await add(write)
      throw new Error('the connection is gone')
    })
    await expect(purse.settle(30)).rejects.toThrow('the connection is gone')
    // Another answer that ends meanwhile does not wait for the first to try again.
    await other.settle(7)
    await purse.settle(30)
    expect(await database.spending.of(TODAY, 'gus')).toBe(30)
    expect(await database.spending.of(TODAY, 'everybody')).toBe(37)
    await clock.advance(10_000)
    expect(await database.spending.of(TODAY, 'everybody')).toBe(37)
    expect(clock.pending).toBe(0)
  })

  test('answers that end at once are saved together', async () => {
    const { here, database } = await createShared()
    const people = Array.from({ length: 20 }, (_, index) => member(`m${index}`))
    const purses = await Promise.all(people.map(async (person) => (await here.check(person, 1))()))
    const add = vi.spyOn(database.spending, 'add')
    await Promise.all(purses.map((purse) => purse.settle(3)))
    expect(add.mock.calls.length).toBeLessThanOrEqual(3)
    expect(await database.spending.of(TODAY, 'everybody')).toBe(60)
  })

  test('P9 a crash loses no more than the last two seconds', async () => {
    const { here, there, clock } = await createShared()
    const purse = (await here.check(member('ann'), 20))()
    for (let taken = 0; taken < 5; taken += 1) {
      purse.take(10)
      await clock.advance(1_000)
    }
    // Two seconds, and the tokens of the call that is being made.
    expect((await there.read(member('ann')))?.spent).toBeGreaterThanOrEqual(70 - 20)
  })

  test('tokens that are no number, or too many, hold up nobody else', async () => {
    const { here, database } = await createShared()
    const odd = [NaN, Infinity, -5, 2.5]
    for (const tokens of odd) {
      await (await here.check(owner(`owner of ${tokens}`), 0))().settle(tokens)
    }
    await (await here.check(owner('olaf'), 0))().settle(4)
    expect(await database.spending.of(TODAY, 'olaf')).toBe(4)
    expect(await database.spending.of(TODAY, 'everybody')).toBe(1e12 + 3 + 4)
  })

  test('P11 a guest’s answers on both servers are counted in the account that they have made meanwhile', async () => {
    const { here, there, clock, database } = await createShared()
    const [one, other] = [
      (await here.check(guest('gus'), 20))(),
      (await there.check(guest('gus'), 10))(),
    ]
    await clock.advance(2_000)
    one.take(5)
    other.take(5)
    await here.saved()
    await here.move('gus', member('ann'))
    await database.accounts.endMovedGuest('gus', 'ann')
    await there.move('gus', member('ann'))
    for (const server of [here, there]) {
      expect((await server.read(member('ann')))?.spent).toBeGreaterThanOrEqual(30)
    }
    await one.settle(100)
    await other.settle(200)
    for (const server of [here, there]) {
      expect(await server.read(member('ann'))).toMatchObject({ spent: 300 })
      expect(await server.readTotal()).toMatchObject({ spent: 300 })
    }
    // A guest's limit was no longer theirs.
    expect(await database.spending.of(TODAY, 'gus')).toBe(30)
  })
})

describe('a clock that is set', () => {
  const DAY_MS = 2 * HALF_A_DAY_MS

  test('a clock that is set on by a day charges an answer once, to the day on which that began', async () => {
    const { budgets, clock } = await createBudgets()
    const purse = (await budgets.check(guest('gus'), 20))()
    clock.jump(DAY_MS)
    expect(await budgets.read(guest('gus'))).toMatchObject({ spent: 0 })
    expect(purse.take(30)).toBe(true)
    await purse.settle(60)
    expect(await budgets.read(guest('gus'))).toMatchObject({ spent: 0 })
    clock.jump(-DAY_MS)
    // The later day goes on, with what was spent on it.
    await expect(budgets.check(guest('gus'), 100)).rejects.toMatchObject(spent)
    await (await budgets.check(guest('gus'), 90))().settle(90)
    expect(await budgets.read(guest('gus'))).toMatchObject({ spent: 90 })
    clock.jump(-DAY_MS)
    clock.jump(DAY_MS)
    expect(await budgets.read(guest('gus'))).toMatchObject({ spent: 90 })
  })

  test('a clock that is set back by a day gives no budget again, and forgets no running answer', async () => {
    const { budgets, clock, database } = await createBudgets()
    await (await budgets.check(guest('gus'), 20))().settle(70)
    const running = (await budgets.check(guest('gus'), 20))()
    clock.jump(-DAY_MS)
    expect(await budgets.read(guest('gus'))).toMatchObject({ spent: 90 })
    await expect(budgets.check(guest('gus'), 20)).rejects.toMatchObject(spent)
    await running.settle(20)
    expect(await database.spending.of('2026-11-21', 'gus')).toBe(90)
    expect(await database.spending.of('2026-11-20', 'gus')).toBe(0)
  })
})
