import type { ManualClock } from '@/lib/platform/manual-clock'

/** Carries on while `promise` waits for time to pass. */
export async function whileTimePasses<Value>(
  clock: ManualClock,
  promise: Promise<Value>,
): Promise<Value> {
  let isSettled = false
  const settle = () => {
    isSettled = true
  }
  promise.then(settle, settle)
  for (let step = 0; !isSettled && step < 1_000; step += 1) await clock.advance(20)
  return promise
}
