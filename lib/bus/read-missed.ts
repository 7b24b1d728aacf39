import type { Clock } from '@/lib/platform/clock'
import { describeError, type Log } from '@/lib/platform/log'
import { nextTurn } from '@/lib/platform/turns'
import type { Bus } from './bus'

/** How long to wait before reading again what could not be read, in milliseconds. */
const AGAIN_MS = 1_000

/**
 * Reads, until the result is called, whenever news may have been missed; again where that fails. With
 * `everyMs` it also reads so often, since the bus may lose news without a sign.
 */
export function readMissed(
  { bus, clock, log }: { bus: Bus; clock: Clock; log: Log },
  read: () => Promise<void>,
  { everyMs }: { everyMs?: number } = {},
): () => void {
  let hasStopped = false
  let callOff = () => {}

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
    try {
      await read()
      readAfter(everyMs)
    } catch (error) {
      log.warn({ error: describeError(error) }, 'reading missed changes failed, trying again')
      readAfter(AGAIN_MS)
    }
  }

  readAfter(everyMs)
  const stopHearing = bus.whenDeaf(() => void tryToRead())
  return () => {
    hasStopped = true
    stopHearing()
    callOff()
  }
}
