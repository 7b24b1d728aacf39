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
  let callOff = () => {}

  function readAfter(milliseconds: number | undefined, deafFor: number): void {
    callOff()
    if (hasStopped || milliseconds === undefined) return
    callOff = clock.after(milliseconds, () => void tryToRead(deafFor))
  }

  async function tryToRead(deafFor: number): Promise<void> {
    callOff()
    // Every reader on this server reads now.
    await nextTurn()
    if (hasStopped) return
    try {
      await read(deafFor)
      readAfter(everyMs, 0)
    } catch (error) {
      log.warn({ error: describeError(error) }, 'reading missed changes failed, trying again')
      readAfter(AGAIN_MS, deafFor + AGAIN_MS)
    }
  }

  readAfter(everyMs, 0)
  const stopHearing = bus.whenDeaf((deafFor) => void tryToRead(deafFor))
  return () => {
    hasStopped = true
    stopHearing()
    callOff()
  }
}
