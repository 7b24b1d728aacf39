import { ENDED } from '@/lib/contract/cursor'
import type { PersonCursor } from './person-cursor'

/**
 * How far the clocks of servers may differ, and how late a commit may be seen, in milliseconds: what has
 * ended so long before a time is read again.
 */
export const OTHER_CLOCKS_MS = 10_000

/** More ends than are read again after an absence. */
const MOST_REMEMBERED = 200

/** The sessions whose end a reader was told: an end that came again would pass for news. */
export class ToldEnds {
  /** When each was told, by the monotonic clock; the oldest first. */
  readonly #toldAt = new Map<string, number>()

  /** Those that the reader's cursor names were told before this feed; `now` is of the monotonic clock. */
  constructor(cursor: PersonCursor | undefined, now: number) {
    for (const { sessionId, position } of cursor?.answers ?? []) {
      if (position === ENDED) this.#toldAt.set(sessionId, now)
    }
  }

  has(sessionId: string): boolean {
    return this.#toldAt.has(sessionId)
  }

  add(sessionId: string, now: number): void {
    this.#toldAt.set(sessionId, now)
    const [oldest] = this.#toldAt.keys()
    if (this.#toldAt.size > MOST_REMEMBERED && oldest !== undefined) this.#toldAt.delete(oldest)
  }

  /** Those that were told after `time`. */
  since(time: number): string[] {
    return [...this.#toldAt].flatMap(([sessionId, toldAt]) => (toldAt > time ? sessionId : []))
  }
}
