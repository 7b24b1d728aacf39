import { expect, test } from 'vitest'
import { createManualClock } from '@/lib/platform/manual-clock'
import { WindowCounter } from './window-counter'

const DAY_MS = 24 * 60 * 60 * 1000

function createCounter() {
  const clock = createManualClock()
  const counter = new WindowCounter({ keyPrefix: 'test', points: 2, duration: 60 }, clock)
  return { clock, counter }
}

test('R17 a window has room for so many calls of each key, from the first of them on', async () => {
  const { clock, counter } = createCounter()
  expect(await counter.consume('ann', 1)).toMatchObject({
    remainingPoints: 1,
    msBeforeNext: 60_000,
  })
  await clock.advance(10_000)
  expect(await counter.consume('ann', 1)).toMatchObject({
    remainingPoints: 0,
    msBeforeNext: 50_000,
  })
  await expect(counter.consume('ann', 1)).rejects.toMatchObject({
    consumedPoints: 3,
    msBeforeNext: 50_000,
  })
  expect(await counter.consume('bob', 1)).toMatchObject({ consumedPoints: 1 })
  await clock.advance(50_000)
  expect(await counter.consume('ann', 1)).toMatchObject({ consumedPoints: 1 })
})

test.each([DAY_MS, -DAY_MS])(
  'P11 a clock that is set by %i ms gives no room and takes none',
  async (set) => {
    const { clock, counter } = createCounter()
    await counter.consume('ann', 1)
    await counter.consume('ann', 1)
    clock.jump(set)
    await expect(counter.consume('ann', 1)).rejects.toMatchObject({ msBeforeNext: 60_000 })
    await clock.advance(60_000)
    expect(await counter.consume('ann', 1)).toMatchObject({ consumedPoints: 1 })
  },
)

test('P11 keys whose window is over are forgotten', async () => {
  const { clock, counter } = createCounter()
  for (let key = 0; key < 100; key += 1) await counter.consume(`key-${key}`, 1)
  await clock.advance(60_000)
  await counter.consume('ann', 1)
  expect(counter.size).toBe(1)
})
