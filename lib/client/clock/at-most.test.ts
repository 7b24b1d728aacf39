import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { atMost } from './at-most'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('atMost is over with the promise, and leaves no timer', async () => {
  await atMost(Promise.resolve(), 50)
  expect(vi.getTimerCount()).toBe(0)
})

test('atMost is over after its time', async () => {
  const over = vi.fn<() => void>()
  void atMost(new Promise(() => {}), 50).then(over)
  await vi.advanceTimersByTimeAsync(49)
  expect(over).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  expect(over).toHaveBeenCalledOnce()
})
