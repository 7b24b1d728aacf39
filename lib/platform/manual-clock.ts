import { setImmediate } from 'node:timers/promises'
import { neverEarlier, type Clock } from './clock'

/** A clock that moves only when a test says so. */
export interface ManualClock extends Clock {
  /**
   * Moves time on, and runs the callbacks that fall due in order. Between two of them promises settle, and
   * so do the calls given to {@link clocksWaitFor}.
   */
  advance(milliseconds: number): Promise<void>
  /** Sets the machine's clock; no time passes. */
  jump(milliseconds: number): void
  /** The number of waiting callbacks: a stream that leaves one behind shows here. */
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

/** Keeps every manual clock from moving on before this call is answered. Resolves as the call does. */
export async function clocksWaitFor<Value>(call: Promise<Value>): Promise<Value> {
  callsInFlight += 1
  try {
    return await call
  } finally {
    callsInFlight -= 1
  }
}

/** Runs everything that is already resolved, and everything that follows from calls in flight. */
async function settlePromises(): Promise<void> {
  do await setImmediate()
  while (callsInFlight > 0)
}
