import { setImmediate } from 'node:timers/promises'
import { neverEarlier, type Clock } from './clock'

/** A clock that moves only when a test says so. */
export interface ManualClock extends Clock {
  /**
   * Moves time on, calling back what falls due, in order. Between two of them promises settle, and calls
   * for which {@link clocksWaitFor} was told.
   */
  advance(milliseconds: number): Promise<void>
  /** Somebody sets the machine's clock: no time passes. */
  jump(milliseconds: number): void
  /** How many callbacks are waiting: what a stream leaves behind shows here. */
  readonly pending: number
}

export function createManualClock(startsAt = 1_700_000_000_000): ManualClock {
  let now = startsAt
  let setBy = 0
  const waiting = new Set<{ due: number; callback: () => void }>()

  function nextDue(until: number) {
    return [...waiting].filter((timer) => timer.due <= until).toSorted((a, b) => a.due - b.due)[0]
  }

  return {
    now: neverEarlier(() => now + setBy),
    monotonic: () => now,
    jump(milliseconds) {
      setBy += milliseconds
    },
    after(milliseconds, callback) {
      const timer = { due: now + milliseconds, callback }
      waiting.add(timer)
      return () => {
        waiting.delete(timer)
      }
    },
    async advance(milliseconds) {
      const until = now + milliseconds
      await settlePromises()
      for (let timer = nextDue(until); timer; timer = nextDue(until)) {
        waiting.delete(timer)
        now = timer.due
        timer.callback()
        await settlePromises()
      }
      now = until
    },
    get pending() {
      return waiting.size
    },
  }
}

let callsInFlight = 0

/** Lets no manual clock move on before this call is answered; gives what it gives. */
export async function clocksWaitFor<Value>(call: Promise<Value>): Promise<Value> {
  callsInFlight += 1
  try {
    return await call
  } finally {
    callsInFlight -= 1
  }
}

/** Everything that was already resolved has run, and with it what followed from calls in flight. */
async function settlePromises(): Promise<void> {
  do await setImmediate()
  while (callsInFlight > 0)
}
