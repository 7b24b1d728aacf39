import type { Clock } from '@/lib/platform/clock'
import { describeError, type Log } from '@/lib/platform/log'
import type { Lease } from './lease'

/**
 * How often each server looks for streams whose server is gone, in milliseconds: at random, so that they do not
 * look together. The longest pause after a whole lease is what a death needs to be noticed: less than 5 s.
 */
const LOOK_EVERY_MS = { least: 300, most: 600 }

/**
 * Ends the streams of servers that are gone, again and again, until the result is called: `recover` ends
 * them. A server that has not reached the database for a while leaves that to others.
 */
export function keepReaping(options: {
  lease: Pick<Lease, 'isWitness'>
  clock: Clock
  log: Log
  recover: () => Promise<unknown>
}): () => void {
  const { lease, clock, log, recover } = options
  let stopped = false
  let callOff = () => {}

  function lookLater(): void {
    const { least, most } = LOOK_EVERY_MS
    callOff = clock.after(least + Math.random() * (most - least), () => void look())
  }

  async function look(): Promise<void> {
    try {
      if (lease.isWitness) await recover()
    } catch (error) {
      log.warn({ error: describeError(error) }, 'looking for streams of lost servers failed')
    }
    if (!stopped) lookLater()
  }

  lookLater()
  return () => {
    stopped = true
    callOff()
  }
}
