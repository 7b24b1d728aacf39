import { delay, type Clock } from '@/lib/platform/clock'

/** So many are sent on at a time, so that the other servers are not called by all of them at once. */
const SENT_AT_ONCE = 25
const PAUSE_MS = 50

/**
 * How long before the platform would break a response off its reader is sent on, in milliseconds. Its time
 * has begun when the process was started for it, and a reader who sees a clean end comes back at once.
 */
const BEFORE_MAXIMUM_MS = 15_000

/** The readers of event streams who come back by themselves, with where they were, when their response ends. */
export class ReturningReaders {
  readonly #readers = new Set<() => void>()
  readonly #clock: Clock
  readonly #longestMs: number | undefined
  #areSentOn = false

  /** `longestMs` is how long the platform lets a response last, in milliseconds, if it sets a limit. */
  constructor(clock: Clock, longestMs?: number) {
    this.#clock = clock
    this.#longestMs = longestMs
  }

  /** Calls back when a reader is to go on at another server, which may be at once, until the result is called. */
  whenSentOn = (listener: () => void): (() => void) => {
    let callOff = () => {}
    const leave = () => {
      callOff()
      this.#readers.delete(reader)
    }
    const reader = () => {
      leave()
      listener()
    }
    if (this.#areSentOn) {
      reader()
      return leave
    }
    this.#readers.add(reader)
    if (this.#longestMs !== undefined) {
      callOff = this.#clock.after(this.#longestMs - BEFORE_MAXIMUM_MS, reader)
    }
    return leave
  }

  /** Sends all readers on, those too who come later; resolves once nobody is left. */
  async sendOn(): Promise<void> {
    this.#areSentOn = true
    const readers = [...this.#readers]
    for (let first = 0; first < readers.length; first += SENT_AT_ONCE) {
      if (first > 0) await delay(this.#clock, PAUSE_MS)
      for (const reader of readers.slice(first, first + SENT_AT_ONCE)) {
        // One may have left meanwhile.
        if (this.#readers.has(reader)) reader()
      }
    }
  }
}
