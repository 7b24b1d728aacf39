import type { RateLimiterRes } from 'rate-limiter-flexible'

/** Counts up to so many points in so many seconds, under a name of its own. */
export type CounterOptions = { keyPrefix: string; points: number; duration: number }

/** Counts so many points of a key. Throws the same figures where there is no room for them. */
export interface Counter {
  consume(key: string, points: number): Promise<RateLimiterRes>
}
