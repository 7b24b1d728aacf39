import type { Bus } from '@/lib/bus/bus'
import type { Clock } from '@/lib/platform/clock'
import { describeError, type Log } from '@/lib/platform/log'
import { nextTurn } from '@/lib/platform/turns'

/** How long to wait before reading again what could not be read, in milliseconds. */
const AGAIN_MS = 1_000

/**
 * Reads, until the result is called, whenever notices may have been missed: those of the last `deafFor`
 * milliseconds. Reads again where that fails.
 */
export function readMissed(
  { bus, clock, log }: { bus: Bus; clock: Clock; log: Log },
  read: (deafFor: number) => Promise<void>,
): () => void {
  let hasStopped = false
  let callOff = () => {}

  async function tryToRead(deafFor: number): Promise<void> {
    callOff()
    // Every reader on this server reads now.
    await nextTurn()
    if (hasStopped) return
    try {
      await read(deafFor)
    } catch (error) {
      log.warn({ error: describeError(error) }, 'reading missed changes failed, trying again')
      if (hasStopped) return
      callOff()
      callOff = clock.after(AGAIN_MS, () => void tryToRead(deafFor + AGAIN_MS))
    }
  }

  const stopHearing = bus.whenDeaf((deafFor) => void tryToRead(deafFor))
  return () => {
    hasStopped = true
    stopHearing()
    callOff()
  }
}
