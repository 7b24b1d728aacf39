import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WaitingTimer } from './waiting-timer'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('a timer calls back once, when its time is over', () => {
  const onOver = vi.fn<() => void>()
  const timer = new WaitingTimer(5_000, onOver)
  timer.release()
  vi.advanceTimersByTime(4_999)
  expect(onOver).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  timer.hold()
  timer.release()
  vi.advanceTimersByTime(60_000)
  expect(onOver).toHaveBeenCalledOnce()
})

test('a timer waits while it is held, however often, and goes on with the time left', () => {
  const onOver = vi.fn<() => void>()
  const timer = new WaitingTimer(5_000, onOver)
  vi.advanceTimersByTime(3_000)
  timer.hold()
  timer.hold()
  vi.advanceTimersByTime(60_000)
  timer.release()
  vi.advanceTimersByTime(1_000)
  timer.hold()
  vi.advanceTimersByTime(60_000)
  timer.release()
  vi.advanceTimersByTime(999)
  expect(onOver).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(onOver).toHaveBeenCalledOnce()
})

test('a cancelled timer never calls back', () => {
  const onOver = vi.fn<() => void>()
  const timer = new WaitingTimer(5_000, onOver)
  timer.hold()
  timer.cancel()
  timer.release()
  vi.advanceTimersByTime(60_000)
  expect(onOver).not.toHaveBeenCalled()
})
