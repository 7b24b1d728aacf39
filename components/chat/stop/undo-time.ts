import { UNDO_MS } from '@/lib/client/clock/undo-time'

/** How long a stop can still be undone, in milliseconds. A clock set back does not add to it. Pure. */
export function undoMsLeft(stoppedAt: number, now: number): number {
  return Math.min(UNDO_MS, Math.max(0, stoppedAt + UNDO_MS - now))
}
