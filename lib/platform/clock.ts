/** Time, injected so that tests can step it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls back once after `milliseconds`; the returned function calls it off. */
  after(milliseconds: number, callback: () => void): () => void
}

/** The machine's clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
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

/** What `promise` resolves to, or undefined when it has not within `milliseconds`. */
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
