import type { Clock } from '@/lib/platform/clock'
import { describeError, type Log } from '@/lib/platform/log'
import { nextTurn } from '@/lib/platform/turns'
import type { Bus } from './bus'

/** How long to wait before reading again what could not be read, in milliseconds. */
const AGAIN_MS = 1_000

/**
 * Reads, until the result is called, whenever news may have been missed: that of the last `deafFor`
 * milliseconds. Reads again where that fails. With `everyMs` it also reads so often, since the bus may lose
 * news without a sign.
 */
export function readMissed(
  { bus, clock, log }: { bus: Bus; clock: Clock; log: Log },
  read: (deafFor: number) => Promise<void>,
  { everyMs }: { everyMs?: number } = {},
): () => void {
  let hasStopped = false
  /** Since when news may be missing that no reading has brought, by the monotonic clock. */
  let missingSince: number | undefined
  let callOff = () => {}

  function miss(since: number): void {
    missingSince = Math.min(since, missingSince ?? since)
  }

  function readAfter(milliseconds: number | undefined): void {
    callOff()
    if (hasStopped || milliseconds === undefined) return
    callOff = clock.after(milliseconds, () => void tryToRead())
  }

  async function tryToRead(): Promise<void> {
    callOff()
    // Every reader on this server reads now.
    await nextTurn()
    if (hasStopped) return
    const since = missingSince ?? clock.monotonic()
    missingSince = undefined
    try {
      await read(clock.monotonic() - since)
    } catch (error) {
      log.warn({ error: describeError(error) }, 'reading missed changes failed, trying again')
      miss(since)
    }
    // Another reading at the same time may have failed.
    readAfter(missingSince === undefined ? everyMs : AGAIN_MS)
  }

  readAfter(everyMs)
  const stopHearing = bus.whenDeaf((deafFor) => {
    miss(clock.monotonic() - deafFor)
    void tryToRead()
  })
  return () => {
    hasStopped = true
    stopHearing()
    callOff()
  }
}
