import { setImmediate } from 'node:timers/promises'
import type { AroundCall } from '@/lib/db/around-calls'
import type { Database } from '@/lib/db/database'
import { clocksWaitFor } from '@/lib/platform/manual-clock'
import { aroundDatabase } from './around-database'

/** How many turns of the event loop a call waits at most before it is made, and again before it is answered. */
const MOST_TURNS = 3

/**
 * The same database, but answering later, as one behind a network does: events can come in orders that a
 * synchronous store hides. `random` gives numbers from 0 to below 1; a seed repeats a run.
 */
export function lateDatabase(inner: Database, random: () => number): Database {
  const pass = async () => {
    for (let turns = Math.floor(random() * (MOST_TURNS + 1)); turns > 0; turns -= 1) {
      await setImmediate()
    }
  }
  const answerLater: AroundCall = (call) => clocksWaitFor(answered(call))
  async function answered<Value>(call: () => Promise<Value>): Promise<Value> {
    await pass()
    try {
      return await call()
    } finally {
      await pass()
    }
  }
  return aroundDatabase(inner, answerLater)
}
