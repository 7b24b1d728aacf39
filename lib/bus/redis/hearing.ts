import type { Clock } from '@/lib/platform/clock'

/** How often the server sends itself a beat, in milliseconds. */
const BEAT_MS = 500

/**
 * After so many beats without an echo the subscriptions are taken for gone, which is 1.5 s after the last
 * echo. Beats are counted, not time: a process that was frozen finds its echoes when it wakes up.
 */
const MOST_UNANSWERED = 2

/** The shortest time between two calls that tell of missed news, in milliseconds: each reads a lot again. */
const REST_MS = 1_000

type HearingOptions = {
  clock: Clock
  /** Sends this server a beat by the whole way that news takes; its echo comes by `echo`. */
  beat: () => void
  /** Drops the connection of the subscriptions for a new one. */
  reconnect: () => void
  /** News of the last so many milliseconds may be missing. */
  onMissed: (deafFor: number) => void
  onHeardAgain: (deafFor: number) => void
}

/**
 * Watches whether this server hears what is published. A subscription has no answers by which a dead
 * connection could show, so the server listens for its own beats.
 */
export class Hearing {
  readonly #options: HearingOptions
  #unanswered = 0
  #isBroken = false
  #hears = false
  #isFirst = true
  #heardAt: number
  #missedSince: number | undefined
  #endRest: (() => void) | undefined
  #callOffBeat: () => void

  constructor(options: HearingOptions) {
    this.#options = options
    this.#heardAt = options.clock.monotonic()
    this.#callOffBeat = options.clock.after(BEAT_MS, this.#tick)
  }

  get isDeaf(): boolean {
    return !this.#hears
  }

  /** There is a new connection, which hears nothing yet. */
  restart(): void {
    this.#hears = false
    this.#isBroken = false
    this.#unanswered = 0
  }

  /** The connection may not hear all that it should, and is to be replaced. */
  fail(): void {
    this.#isBroken = true
  }

  /** The connection is gone. */
  end(): void {
    this.#hears = false
  }

  /** The server's own beat has come back. */
  echo(): void {
    const { clock, onHeardAgain } = this.#options
    const now = clock.monotonic()
    const deafFor = now - this.#heardAt
    this.#unanswered = 0
    this.#heardAt = now
    if (this.#hears) return
    this.#hears = true
    if (!this.#isFirst) onHeardAgain(deafFor)
    this.#isFirst = false
    this.miss(deafFor)
  }

  /** Tells that news of the last so many milliseconds may be missing: at once, or after the rest. */
  miss(deafFor: number): void {
    const { clock } = this.#options
    const since = clock.monotonic() - deafFor
    this.#missedSince = Math.min(since, this.#missedSince ?? since)
    if (!this.#endRest) this.#tellMissed()
  }

  close(): void {
    this.#callOffBeat()
    this.#endRest?.()
  }

  #tellMissed(): void {
    if (this.#missedSince === undefined) return
    const { clock, onMissed } = this.#options
    const deafFor = clock.monotonic() - this.#missedSince
    this.#missedSince = undefined
    this.#endRest = clock.after(REST_MS, () => {
      this.#endRest = undefined
      this.#tellMissed()
    })
    onMissed(deafFor)
  }

  readonly #tick = (): void => {
    const { clock, beat, reconnect } = this.#options
    this.#callOffBeat = clock.after(BEAT_MS, this.#tick)
    if (this.#isBroken || this.#unanswered >= MOST_UNANSWERED) {
      reconnect()
      return
    }
    this.#unanswered += 1
    beat()
  }
}
