import type { Clock } from '@/lib/platform/clock'

/** A terminal signals the whole group, and npm passes the signal on: what comes within this time is the same signal. */
const SAME_SIGNAL_MS = 1_000

/**
 * The listener to SIGTERM and SIGINT: the first signal begins a shutdown, and a later one, of which
 * somebody means that it takes too long, hurries it.
 */
export function createSignalListener(
  clock: Pick<Clock, 'monotonic'>,
  { begin, hurry }: { begin: (signal: string) => void; hurry: () => void },
): (signal: string) => void {
  let begunAt: number | undefined
  return (signal) => {
    const now = clock.monotonic()
    if (begunAt === undefined) {
      begunAt = now
      begin(signal)
    } else if (now - begunAt >= SAME_SIGNAL_MS) {
      hurry()
    }
  }
}
