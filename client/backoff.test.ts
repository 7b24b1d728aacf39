import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Backoff } from './backoff.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** The length of the next wait, in milliseconds. */
async function waitedFor(backoff: Backoff): Promise<number> {
  const begunAt = Date.now()
  let endedAt: number | undefined
  void backoff.wait().then(() => {
    endedAt = Date.now()
  })
  await vi.runAllTimersAsync()
  return (endedAt ?? Infinity) - begunAt
}

describe('the waits', () => {
  test.each([
    ['at most', 0.999_999, [500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]],
    ['at least', 0, [250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]],
  ])('waits grow, and take %s this long', async (_, chance, expected) => {
    vi.spyOn(Math, 'random').mockReturnValue(chance)
    const backoff = new Backoff()
    for (const wait of expected) expect(await waitedFor(backoff)).toBeCloseTo(wait, -1)
  })

  test('waits take at least half of the wished time, where that is longer', () => {
    const backoff = new Backoff()
    vi.spyOn(Math, 'random').mockReturnValue(0)
    expect(backoff.nextMs(20_000)).toBe(10_000)
    expect(backoff.nextMs(100)).toBe(500)
  })

  test('waits begin again short after a success', async () => {
    const backoff = new Backoff()
    for (let round = 0; round < 5; round += 1) await waitedFor(backoff)
    backoff.reset()
    expect(await waitedFor(backoff)).toBeLessThanOrEqual(500)
  })
})

describe('a wait', () => {
  test('a wait ends at once when it is skipped, and leaves no timer', async () => {
    const backoff = new Backoff()
    const waiting = backoff.wait()
    backoff.skip()
    await waiting
    expect(vi.getTimerCount()).toBe(0)
    backoff.skip()
    expect(await waitedFor(backoff)).toBeGreaterThan(0)
  })

  test('a wait ends at once when the signal aborts, and leaves no timer', async () => {
    const abort = new AbortController()
    const waiting = new Backoff().wait(abort.signal)
    abort.abort()
    await waiting
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a wait leaves no listener on the signal', async () => {
    const { signal } = new AbortController()
    const removed = vi.spyOn(signal, 'removeEventListener')
    const waiting = new Backoff().wait(signal)
    await vi.runAllTimersAsync()
    await waiting
    expect(removed).toHaveBeenCalledOnce()
  })
})
