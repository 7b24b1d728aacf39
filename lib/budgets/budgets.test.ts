import { describe, expect, test, vi } from 'vitest'
import { createManualClock } from '@/lib/platform/manual-clock'
import { guest, member, owner } from '@/lib/testing/senders'
import { openTestDatabase } from '@/lib/testing/test-database'
import { Budgets, type BudgetLimits } from './budgets'
import { estimateTokens } from './estimate-tokens'

const NOON = Date.UTC(2026, 10, 21, 12)
const HALF_A_DAY_MS = 12 * 60 * 60 * 1000

/** `ann` has an account; `gus` is a guest. */
async function createBudgets(limits: Partial<BudgetLimits> = {}) {
  const database = openTestDatabase()
  const clock = createManualClock()
  await clock.advance(NOON - clock.now())
  await database.addPerson({ id: 'gus', at: NOON, guest: true })
  const make = () =>
    new Budgets({
      store: database.spending,
      limits: { guest: 100, user: 1_000, total: 1_500, ...limits },
      clock,
    })
  return { budgets: make(), make, clock, database }
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
    await database.accounts.moveAll('gus', 'ann')
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
    await database.accounts.moveAll('gus', 'ann')
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
