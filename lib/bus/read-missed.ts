import type { Clock } from '@/lib/platform/clock'
import { describeError, type Log } from '@/lib/platform/log'
import { nextTurn } from '@/lib/platform/turns'
import type { Bus } from './bus'

/** How long to wait before reading again what could not be read, in milliseconds. */
const AGAIN_MS = 1_000

/** How soon it may be noticed that nothing is heard any more, in milliseconds. */
const UNNOTICED_MS = 2_000

/**
 * Reads, until the result is called, whenever news may have been missed: that of the last `deafFor`
 * milliseconds; one reading at a time, and again where that fails. With `everyMs` it also reads so often, since
 * the bus may lose news without a sign; with `deafEveryMs` only while nothing is heard at all.
 */
export function readMissed(
  { bus, clock, log }: { bus: Bus; clock: Clock; log: Log },
  read: (deafFor: number) => Promise<void>,
  { everyMs, deafEveryMs }: { everyMs?: number; deafEveryMs?: number } = {},
): () => void {
  let hasStopped = false
  let isReading = false
  /** Since when news may be missing that no reading has brought, by the monotonic clock. */
  let missingSince: number | undefined
  let callOff = () => {}
  let callOffLook = () => {}
  /** Until when all news is known, where nothing is heard since. */
  let knownUntil = clock.monotonic()

  function miss(since: number): void {
    missingSince = Math.min(since, missingSince ?? since)
  }

  function readAfter(milliseconds: number | undefined): void {
    callOff()
    if (hasStopped || milliseconds === undefined) return
    callOff = clock.after(milliseconds, () => void tryToRead())
  }

  /** What is missed during a reading is read right after it. */
  async function tryToRead(): Promise<void> {
    callOff()
    if (isReading) return
    isReading = true
    // Every reader on this server reads now.
    await nextTurn()
    if (hasStopped) return
    const hasRead = await readOnce()
    isReading = false
    if (hasRead) readAfter(missingSince === undefined ? everyMs : 0)
    else readAfter(AGAIN_MS)
  }

  async function readOnce(): Promise<boolean> {
    const began = clock.monotonic()
    const since = missingSince ?? began
    missingSince = undefined
    try {
      await read(began - since)
      knownUntil = began
      return true
    } catch (error) {
      log.warn({ error: describeError(error) }, 'reading missed changes failed, trying again')
      miss(since)
      return false
    }
  }

  function lookAgain(): void {
    if (deafEveryMs === undefined) return
    callOffLook = clock.after(deafEveryMs, () => {
      lookAgain()
      const now = clock.monotonic()
      // A reading that takes longer than this is looked after at the next time.
      if (isReading) return
      if (bus.isDeaf) {
        miss(knownUntil)
        void tryToRead()
      } else knownUntil = Math.max(knownUntil, now - UNNOTICED_MS)
    })
  }

  readAfter(everyMs)
  lookAgain()
  const stopHearing = bus.whenDeaf((deafFor) => {
    miss(clock.monotonic() - deafFor)
    void tryToRead()
  })
  return () => {
    hasStopped = true
    stopHearing()
    callOff()
    callOffLook()
  }
}
