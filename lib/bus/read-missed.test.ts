import { describe, expect, test, vi } from 'vitest'
import { createLog } from '@/lib/platform/log'
import { createManualClock } from '@/lib/platform/manual-clock'
import { createInProcessBus } from './in-process-bus'
import { readMissed } from './read-missed'

/** A reader whose readings last, fail or succeed as a test says, and a way to tell it that it was deaf. */
function readerOfTest(options: { deafEveryMs?: number } = {}) {
  const clock = createManualClock()
  const log = createLog('silent')
  const bus = createInProcessBus({ serverId: 'here', log })
  const tellDeafness: ((deafFor: number) => void)[] = []
  vi.spyOn(bus, 'whenDeaf').mockImplementation((listener) => {
    tellDeafness.push(listener)
    return () => {}
  })
  let isDeaf = false
  Object.defineProperty(bus, 'isDeaf', { get: () => isDeaf })
  const hearNothing = (isNothingHeard: boolean) => {
    isDeaf = isNothingHeard
  }
  const read = vi.fn<(deafFor: number) => Promise<void>>(async () => {})
  const stop = readMissed({ bus, clock, log }, read, options)
  const wasDeafFor = async (milliseconds: number) => {
    for (const tell of tellDeafness) tell(milliseconds)
    await clock.advance(0)
  }
  return { clock, read, stop, wasDeafFor, hearNothing }
}

const away = () => Promise.reject(new Error('away'))

describe('P6 news that may have been missed', () => {
  test('the news is read once, from where the deafness began', async () => {
    const { clock, read, wasDeafFor } = readerOfTest()
    await wasDeafFor(5_000)
    await clock.advance(60_000)
    expect(read.mock.calls).toEqual([[5_000]])
  })

  test('a reading that fails late is repeated from where the deafness began', async () => {
    const { clock, read, wasDeafFor } = readerOfTest()
    const failure = Promise.withResolvers<void>()
    read.mockReturnValueOnce(failure.promise)
    await wasDeafFor(30_000)
    await clock.advance(8_000)
    failure.reject(new Error('away'))
    await clock.advance(1_000)
    expect(read.mock.calls).toEqual([[30_000], [39_000]])
  })

  test('a short deafness meanwhile does not make the reader forget a long one', async () => {
    const { clock, read, wasDeafFor } = readerOfTest()
    read.mockImplementationOnce(away)
    await wasDeafFor(30_000)
    await clock.advance(500)
    await wasDeafFor(100)
    expect(read.mock.calls).toEqual([[30_000], [30_500]])
    await clock.advance(60_000)
    expect(read).toHaveBeenCalledTimes(2)
  })

  test('news that is missed during a reading is read after it, once', async () => {
    const { clock, read, wasDeafFor } = readerOfTest()
    const reading = Promise.withResolvers<void>()
    read.mockReturnValueOnce(reading.promise)
    await wasDeafFor(30_000)
    await wasDeafFor(100)
    await clock.advance(5_000)
    await wasDeafFor(100)
    expect(read.mock.calls).toEqual([[30_000]])
    reading.resolve()
    await clock.advance(60_000)
    expect(read.mock.calls).toEqual([[30_000], [5_100]])
  })

  test('news that is missed during a reading that fails is read again with what that had to read', async () => {
    const { clock, read, wasDeafFor } = readerOfTest()
    const failure = Promise.withResolvers<void>()
    read.mockReturnValueOnce(failure.promise)
    await wasDeafFor(30_000)
    await wasDeafFor(100)
    failure.reject(new Error('away'))
    await clock.advance(60_000)
    expect(read.mock.calls).toEqual([[30_000], [31_000]])
  })

  test('a slow reading is followed by no other one while nothing is heard, until it is over', async () => {
    const { clock, read, hearNothing } = readerOfTest({ deafEveryMs: 2_000 })
    const reading = Promise.withResolvers<void>()
    read.mockReturnValueOnce(reading.promise)
    hearNothing(true)
    await clock.advance(60_000)
    expect(read).toHaveBeenCalledOnce()
    reading.resolve()
    await clock.advance(2_000)
    expect(read).toHaveBeenCalledTimes(2)
  })

  test('the news is read again and again while nothing is heard, each time since the reading before', async () => {
    const { clock, read, stop, hearNothing } = readerOfTest({ deafEveryMs: 2_000 })
    await clock.advance(60_000)
    expect(read).not.toHaveBeenCalled()
    hearNothing(true)
    read.mockImplementationOnce(away)
    await clock.advance(5_500)
    // It was not noticed for up to two seconds, and the first reading failed.
    expect(read.mock.calls).toEqual([[4_000], [5_000], [1_000]])
    hearNothing(false)
    await clock.advance(60_000)
    expect(read).toHaveBeenCalledTimes(3)
    stop()
    expect(clock.pending).toBe(0)
  })

  test('a reader who has left reads nothing more', async () => {
    const { clock, read, stop, wasDeafFor } = readerOfTest()
    read.mockImplementationOnce(away)
    await wasDeafFor(5_000)
    stop()
    await clock.advance(60_000)
    expect(read).toHaveBeenCalledOnce()
    expect(clock.pending).toBe(0)
  })
})
