import type { Bus } from '@/lib/bus/bus'
import type { Clock } from '@/lib/platform/clock'
import { describeError, type Log } from '@/lib/platform/log'
import { nextTurn } from '@/lib/platform/turns'

/** How long to wait before reading again what could not be read, in milliseconds. */
const AGAIN_MS = 1_000

/** Reads, until the result is called, whenever notices may have been missed; again where that fails. */
export function readMissed(
  { bus, clock, log }: { bus: Bus; clock: Clock; log: Log },
  read: () => Promise<void>,
): () => void {
  let hasStopped = false
  let callOff = () => {}

  async function tryToRead(): Promise<void> {
    callOff()
    // Every reader on this server reads now.
    await nextTurn()
    if (hasStopped) return
    try {
      await read()
    } catch (error) {
      log.warn({ error: describeError(error) }, 'reading missed changes failed, trying again')
      if (hasStopped) return
      callOff()
      callOff = clock.after(AGAIN_MS, () => void tryToRead())
    }
  }

  const stopHearing = bus.whenDeaf(() => void tryToRead())
  return () => {
    hasStopped = true
    stopHearing()
    callOff()
  }
}
