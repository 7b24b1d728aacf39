import { describe, expect, test } from 'vitest'
import { createManualClock } from '@/lib/platform/manual-clock'
import { numbersFromSeed } from '@/lib/platform/testing/from-seed'
import { lateDatabase } from './late-database'
import { openTestMemory } from './open-test-sqlite'

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f']

/** Counts chats for all callers at once, and tells in which order they were answered. */
async function orderOf(name: string): Promise<string[]> {
  const { chats } = lateDatabase(openTestMemory(), numbersFromSeed(name))
  const order: string[] = []
  await Promise.all(
    NAMES.map(async (caller) => {
      await chats.count('ann')
      order.push(caller)
    }),
  )
  return order
}

describe('a database that answers later', () => {
  test('a late database answers calls in another order than theirs, and the same for a seed', async () => {
    const order = await orderOf('one')
    expect(order).not.toEqual(NAMES)
    expect(order.toSorted()).toEqual(NAMES)
    expect(await orderOf('one')).toEqual(order)
    expect(await orderOf('two')).not.toEqual(order)
  })

  test('a late database lets a later call come before an earlier one', async () => {
    const { chats } = lateDatabase(openTestMemory(), numbersFromSeed('calls'))
    const chat = { id: 'c1', ownerId: 'ann', model: null, settings: {} }
    const winners = new Set<string | undefined>()
    for (let time = 0; time < 20; time += 1) {
      const made = NAMES.map((title) => chats.create({ ...chat, title }, 1))
      winners.add((await Promise.all(made)).find((found) => found)?.title)
      await chats.delete('ann', 'c1', 9)
    }
    expect(winners.size).toBeGreaterThan(1)
  })

  test('a late database holds a manual clock until its calls, and those that follow, are answered', async () => {
    const { chats } = lateDatabase(openTestMemory(), numbersFromSeed('clock'))
    const clock = createManualClock()
    let counted = 0
    const counting = (async () => {
      for (; counted < 20; counted += 1) await chats.count('ann')
    })()
    await clock.advance(1)
    expect(counted).toBe(20)
    await counting
  })

  test('a late database refuses as the real one does', async () => {
    const inner = openTestMemory()
    const { chats } = lateDatabase(inner, numbersFromSeed('refusal'))
    await inner.sql('PRAGMA query_only = ON')
    const chat = { id: 'c1', ownerId: 'ann', title: '', model: null, settings: {} }
    await expect(chats.create(chat, 1)).rejects.toMatchObject({ code: 'storage_full' })
  })
})
