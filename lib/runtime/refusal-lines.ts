import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'

/** The time, in milliseconds, for `MOST_LINES` lines and one more that counts the rest. */
const WINDOW_MS = 10_000
const MOST_LINES = 50

/** Logs the calls that were refused, so that thousands of them cannot fill a disk. */
export function createRefusalLines(
  log: Pick<Log, 'info'>,
  clock: Pick<Clock, 'after'>,
): (facts: Record<string, unknown>) => void {
  let lines = 0
  let more = 0
  const startCounting = () => {
    if (more > 0) log.info({ calls: more }, 'more calls were refused')
    lines = 0
    more = 0
  }
  return (facts) => {
    if (lines === 0) clock.after(WINDOW_MS, startCounting)
    if (lines === MOST_LINES) {
      more += 1
      return
    }
    lines += 1
    log.info(facts, 'a call was refused')
  }
}
