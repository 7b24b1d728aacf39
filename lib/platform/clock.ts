/** Time, injected so that tests can step it. */
export interface Clock {
  /**
   * Milliseconds since the epoch by the machine's clock: for times that are shown or stored, and for the
   * day of a budget. Jumps forward with that clock, and stands still where it goes back a little.
   */
  now(): number
  /**
   * Whole milliseconds since the epoch, by the machine's clock as the process began, and at one pace from
   * then on, however that clock is set: for durations. On Linux and macOS it stands still while the machine
   * sleeps, as timers do.
   */
  monotonic(): number
  /** Calls back once after `milliseconds`; the returned function calls it off. */
  after(milliseconds: number, callback: () => void): () => void
}

/** A clock that goes back by more than this, in milliseconds, was wrong before, and is followed. */
const LONGEST_WAIT_MS = 3 * 24 * 60 * 60 * 1000

/** The time that `read` tells, but no earlier than a time told before: records are ordered by it. */
export function neverEarlier(read: () => number): () => number {
  let latest = -Infinity
  return () => {
    const time = read()
    if (time > latest || latest - time > LONGEST_WAIT_MS) latest = time
    return latest
  }
}

const PROCESS_BEGAN = performance.timeOrigin

/** The machine's clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: neverEarlier(() => Date.now()),
  monotonic: () => Math.floor(PROCESS_BEGAN + performance.now()),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds)
    timer.unref()
    return () => {
      clearTimeout(timer)
    }
  },
}

/** Resolves after `milliseconds` of that clock. */
export function delay(clock: Clock, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(milliseconds, resolve)
  })
}

/** The value of `promise`, or undefined if it does not resolve within `milliseconds`. */
export async function within<Value>(
  clock: Clock,
  milliseconds: number,
  promise: Promise<Value>,
): Promise<Value | undefined> {
  let callOff = () => {}
  const deadline = new Promise<undefined>((resolve) => {
    callOff = clock.after(milliseconds, () => {
      resolve(undefined)
    })
  })
  try {
    return await Promise.race([promise, deadline])
  } finally {
    callOff()
  }
}
