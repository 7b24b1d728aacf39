import { RateLimiterRes } from 'rate-limiter-flexible'
import type { Clock } from '@/lib/platform/clock'
import type { Counter, CounterOptions } from './counter'

/** The points that a key has used, and when they are forgotten, in milliseconds of the monotonic clock. */
type Window = { used: number; endsAt: number }

/**
 * Counts in this process, in a window for each key from its first call on. The library's own counter
 * measures windows by the machine's clock: set back by a day, it would refuse for a day.
 */
export class WindowCounter implements Counter {
  readonly #points: number
  readonly #durationMs: number
  readonly #clock: Pick<Clock, 'monotonic'>
  /** All windows are equally long, so the first to begin is the first to end. */
  readonly #windows = new Map<string, Window>()

  constructor({ points, duration }: CounterOptions, clock: Pick<Clock, 'monotonic'>) {
    this.#points = points
    this.#durationMs = duration * 1_000
    this.#clock = clock
  }

  async consume(key: string, points: number): Promise<RateLimiterRes> {
    const now = this.#clock.monotonic()
    this.#forgetUntil(now)
    const known = this.#windows.get(key)
    const window = known ?? { used: 0, endsAt: now + this.#durationMs }
    window.used += points
    this.#windows.set(key, window)
    const remaining = Math.max(0, this.#points - window.used)
    const result = new RateLimiterRes(remaining, window.endsAt - now, window.used, !known)
    // Rejects with the figures once there is no room, as the library's own counter does.
    // oxlint-disable-next-line typescript/only-throw-error
    if (window.used > this.#points) throw result
    return result
  }

  /** How many keys are counted. */
  get size(): number {
    return this.#windows.size
  }

  #forgetUntil(now: number): void {
    for (const [key, { endsAt }] of this.#windows) {
      if (endsAt > now) return
      this.#windows.delete(key)
    }
  }
}
