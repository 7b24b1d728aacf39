import { delay, type Clock } from '@/lib/platform/clock'

/** So many are sent on at a time, so that the other servers are not called by all of them at once. */
const SENT_AT_ONCE = 25
const PAUSE_MS = 50

/** The readers of event streams who come back by themselves, with where they were, when their response ends. */
export class ReturningReaders {
  readonly #readers = new Set<() => void>()
  readonly #clock: Clock
  #areSentOn = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Calls back when a reader is to go on at another server, which may be at once, until the result is called. */
  whenSentOn = (listener: () => void): (() => void) => {
    const reader = () => {
      listener()
    }
    if (this.#areSentOn) reader()
    else this.#readers.add(reader)
    return () => {
      this.#readers.delete(reader)
    }
  }

  /** Sends all readers on, those too who come later; resolves once nobody is left. */
  async sendOn(): Promise<void> {
    this.#areSentOn = true
    const readers = [...this.#readers]
    for (let first = 0; first < readers.length; first += SENT_AT_ONCE) {
      if (first > 0) await delay(this.#clock, PAUSE_MS)
      for (const reader of readers.slice(first, first + SENT_AT_ONCE)) {
        // One may have left meanwhile.
        if (this.#readers.delete(reader)) reader()
      }
    }
  }
}
