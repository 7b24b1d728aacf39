/** So long a stop can be undone, in milliseconds. */
const UNDO_MS = 5_000

/** How long it still can. A clock that was set back must not make it longer. Pure. */
export function undoMsLeft(stoppedAt: number, now: number): number {
  return Math.min(UNDO_MS, Math.max(0, stoppedAt + UNDO_MS - now))
}
