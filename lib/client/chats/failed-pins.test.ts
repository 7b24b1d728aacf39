import { expect, test, vi } from 'vitest'
import { FullstopError } from '@/client/error'
import { FailedPins } from './failed-pins'

test('a failed pin is listed once for each chat, until it is put away', () => {
  const failedPins = new FailedPins()
  const hear = vi.fn<() => void>()
  const leave = failedPins.subscribe(hear)
  const refused = new FullstopError('rate_limited', 'Too many calls.')
  const unreachable = new FullstopError('unreachable', 'The server could not be reached.')
  failedPins.add({ chatId: 'c1', wanted: 'pinned', error: refused })
  failedPins.add({ chatId: 'c2', wanted: 'pinned', error: refused })
  failedPins.add({ chatId: 'c1', wanted: 'unpinned', error: unreachable })
  expect(failedPins.all()).toEqual([
    { chatId: 'c2', wanted: 'pinned', error: refused },
    { chatId: 'c1', wanted: 'unpinned', error: unreachable },
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
