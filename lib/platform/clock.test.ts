import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { delay, neverEarlier, systemClock, within } from './clock'
import { createManualClock } from './manual-clock'

const DAY_MS = 24 * 60 * 60 * 1000

describe('the manual clock', () => {
  test('the clock is set without time passing', async () => {
    const clock = createManualClock(1_000)
    const before = clock.monotonic()
    clock.jump(DAY_MS)
    expect([clock.now(), clock.monotonic() - before]).toEqual([1_000 + DAY_MS, 0])
    await clock.advance(5)
    expect([clock.now(), clock.monotonic() - before]).toEqual([1_005 + DAY_MS, 5])
  })

  test('the clock stands still until it is moved', async () => {
    const clock = createManualClock(1_000)
    const called = vi.fn<() => void>()
    clock.after(5, called)
    await Promise.resolve()
    expect(clock.now()).toBe(1_000)
    expect(called).not.toHaveBeenCalled()
    await clock.advance(4)
    expect(called).not.toHaveBeenCalled()
    await clock.advance(1)
    expect(called).toHaveBeenCalledOnce()
  })

  test('the clock calls back in the order of time, each at its time', async () => {
    const clock = createManualClock(0)
    const calls: string[] = []
    const note = (name: string) => () => calls.push(`${name} at ${clock.now()}`)
    clock.after(30, note('late'))
    clock.after(10, note('early'))
    clock.after(10, note('early, too'))
    clock.after(20, () => clock.after(5, note('begun at 20')))
    await clock.advance(100)
    expect(calls).toEqual(['early at 10', 'early, too at 10', 'begun at 20 at 25', 'late at 30'])
    expect(clock.now()).toBe(100)
  })

  test('the clock does not run a callback that was called off, and counts those that wait', async () => {
    const clock = createManualClock()
    const called = vi.fn<() => void>()
    const callOff = clock.after(10, called)
    clock.after(20, () => {})
    expect(clock.pending).toBe(2)
    callOff()
    callOff()
    expect(clock.pending).toBe(1)
    await clock.advance(20)
    expect(called).not.toHaveBeenCalled()
    expect(clock.pending).toBe(0)
  })

  test('the clock lets promises settle between two callbacks', async () => {
    const clock = createManualClock(0)
    const steps: string[] = []
    void delay(clock, 10).then(() => steps.push(`resumed at ${clock.now()}`))
    clock.after(20, () => steps.push('next'))
    await clock.advance(50)
    expect(steps).toEqual(['resumed at 10', 'next'])
  })
})

describe('a time that is told', () => {
  test('P2 a time is never earlier than one told before, unless that was wrong by days', () => {
    let wall = 10 * DAY_MS
    const now = neverEarlier(() => wall)
    const told: number[] = []
    for (const set of [0, 1, -DAY_MS, -3 * DAY_MS + 1, 5, -4 * DAY_MS, -4 * DAY_MS + 1]) {
      wall = 10 * DAY_MS + set
      told.push(now() - 10 * DAY_MS)
    }
    expect(told).toEqual([0, 1, 1, 1, 5, -4 * DAY_MS, -4 * DAY_MS + 1])
  })
})

describe('within', () => {
  test('within resolves as the promise does, and leaves no timer', async () => {
    const clock = createManualClock()
    await expect(within(clock, 100, Promise.resolve('value'))).resolves.toBe('value')
    expect(clock.pending).toBe(0)
  })

  test('within resolves with undefined when the promise is late', async () => {
    const clock = createManualClock()
    const settled = vi.fn<(value: unknown) => void>()
    void within(clock, 100, new Promise(() => {})).then(settled)
    await clock.advance(99)
    expect(settled).not.toHaveBeenCalled()
    await clock.advance(1)
    expect(settled).toHaveBeenCalledWith(undefined)
    expect(clock.pending).toBe(0)
  })

  test('within throws what the promise throws, and leaves no timer', async () => {
    const clock = createManualClock()
    await expect(within(clock, 100, Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(clock.pending).toBe(0)
  })
})

describe('the machine’s clock', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('the clock tells the time and calls back once', () => {
    vi.setSystemTime(42)
    const called = vi.fn<() => void>()
    systemClock.after(10, called)
    expect(systemClock.now()).toBe(42)
    vi.advanceTimersByTime(9)
    expect(called).not.toHaveBeenCalled()
    vi.advanceTimersByTime(100)
    expect(called).toHaveBeenCalledOnce()
  })

  test('P11 the clock tells durations in whole milliseconds, whatever it is set to', () => {
    const before = systemClock.monotonic()
    vi.advanceTimersByTime(1_000)
    vi.setSystemTime(Date.now() + DAY_MS)
    const took = systemClock.monotonic() - before
    expect(Number.isInteger(took)).toBe(true)
    expect(Math.abs(took - 1_000)).toBeLessThanOrEqual(1)
  })

  test('the clock does not run a callback that was called off', () => {
    const called = vi.fn<() => void>()
    systemClock.after(10, called)()
    vi.advanceTimersByTime(100)
    expect(called).not.toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(0)
  })
})
