import { UNDO_MS } from '@/lib/client/clock/undo-time'

/** For how long a stop can still be undone, in milliseconds. A clock that was set back must not make it longer. Pure. */
export function undoMsLeft(stoppedAt: number, now: number): number {
  return Math.min(UNDO_MS, Math.max(0, stoppedAt + UNDO_MS - now))
}
