import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { Clock } from '@/lib/platform/clock'
import type { RedisConnections } from '@/lib/redis/connect-to-redis'
import type { Counter, CounterOptions } from './counter'
import { WindowCounter } from './window-counter'

/** The place where calls are counted. */
export interface Counters {
  make(options: CounterOptions): Counter
}

/** Each process counts for itself. */
export function countersInMemory(clock: Pick<Clock, 'monotonic'>): Counters {
  return { make: (options) => new WindowCounter(options, clock) }
}

/** All servers count together; while Redis is away, each for itself. */
export function countersInRedis(
  commands: RedisConnections['commands'],
  clock: Pick<Clock, 'monotonic'>,
): Counters {
  return {
    make(options) {
      const here = new WindowCounter(options, clock)
      const inRedis = new RateLimiterRedis({
        ...options,
        keyPrefix: `fullstop limit ${options.keyPrefix}`,
        storeClient: commands,
        rejectIfRedisNotReady: true,
      })
      return {
        consume: (key, points) =>
          inRedis.consume(key, points).catch((refusal: unknown) => {
            if (refusal instanceof RateLimiterRes) throw refusal
            return here.consume(key, points)
          }),
      }
    },
  }
}
