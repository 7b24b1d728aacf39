import { expect, test, vi } from 'vitest'
import { testChat } from '@/lib/testing/messages'
import { ApiError } from './api-error'
import { FailedPins } from './failed-pins'

test('a pin that failed is told once for each chat, until it is put away', () => {
  const failedPins = new FailedPins()
  const hear = vi.fn<() => void>()
  const leave = failedPins.subscribe(hear)
  const refused = new ApiError('rate_limited', 'Too many calls.')
  const unreachable = new ApiError('unreachable', 'Could not reach the server.')
  failedPins.add(testChat('c1'), refused)
  failedPins.add(testChat('c2'), refused)
  failedPins.add(testChat('c1'), unreachable)
  expect(failedPins.all()).toEqual([
    { chat: testChat('c2'), error: refused },
    { chat: testChat('c1'), error: unreachable },
  ])
  expect(hear).toHaveBeenCalledTimes(3)

  failedPins.forget('c3')
  expect(hear).toHaveBeenCalledTimes(3)
  failedPins.forget('c1')
  expect(failedPins.all()).toHaveLength(1)
  leave()
  failedPins.forget('c2')
  expect(failedPins.all()).toEqual([])
  expect(hear).toHaveBeenCalledTimes(4)
})
