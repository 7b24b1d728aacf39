import { expect, test, vi } from 'vitest'
import type { Clock } from '@/lib/platform/clock'
import { createManualClock } from '@/lib/platform/manual-clock'
import { Hearing } from './hearing'

function watch(clock: Clock) {
  const calls = {
    beat: vi.fn<() => void>(),
    reconnect: vi.fn<() => void>(),
    onMissed: vi.fn<(deafFor: number) => void>(),
    onHeardAgain: vi.fn<(deafFor: number) => void>(),
  }
  const hearing = new Hearing({ clock, ...calls })
  hearing.restart()
  return { hearing, ...calls }
}

test('a connection is kept while beats come back, and replaced 1.5 s after the last that did', async () => {
  const clock = createManualClock()
  const { hearing, beat, reconnect } = watch(clock)
  beat.mockImplementation(() => {
    hearing.echo()
  })
  await clock.advance(10_000)
  expect(beat).toHaveBeenCalledTimes(20)
  beat.mockReset()
  await clock.advance(1_499)
  expect(reconnect).not.toHaveBeenCalled()
  await clock.advance(1)
  expect(reconnect).toHaveBeenCalledTimes(1)
  hearing.close()
  expect(clock.pending).toBe(0)
})

test('a process that was frozen does not take its connection for gone', () => {
  let now = 0
  let tick = () => {}
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    after(milliseconds, callback) {
      if (milliseconds === 500) tick = callback
      return () => {}
    },
  }
  const { hearing, beat, reconnect } = watch(clock)
  tick()
  now += 60_000
  // The timer runs before the echo is read that has waited all the while.
  tick()
  hearing.echo()
  tick()
  expect(beat).toHaveBeenCalledTimes(3)
  expect(reconnect).not.toHaveBeenCalled()
})

test('missed news is told at once, and then at most once a second, with the longest time', async () => {
  const clock = createManualClock()
  const { hearing, onMissed } = watch(clock)
  hearing.miss(100)
  for (const deafFor of [200, 5_000, 300]) {
    await clock.advance(100)
    hearing.miss(deafFor)
  }
  expect(onMissed.mock.calls).toEqual([[100]])
  await clock.advance(700)
  expect(onMissed.mock.calls).toEqual([[100], [5_800]])
  await clock.advance(10_000)
  expect(onMissed).toHaveBeenCalledTimes(2)
})

test('a server that hears again tells how long it was deaf, but not where it hears for the first time', async () => {
  const clock = createManualClock()
  const { hearing, onMissed, onHeardAgain } = watch(clock)
  await clock.advance(50)
  hearing.echo()
  expect(onHeardAgain).not.toHaveBeenCalled()
  expect(onMissed.mock.calls).toEqual([[50]])
  hearing.end()
  await clock.advance(3_000)
  hearing.restart()
  hearing.echo()
  expect(onHeardAgain.mock.calls).toEqual([[3_000]])
  expect(onMissed.mock.calls).toEqual([[50], [3_000]])
})
