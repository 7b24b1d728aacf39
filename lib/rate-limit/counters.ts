import { Redis } from 'ioredis'
import {
  RateLimiterMemory,
  RateLimiterRedis,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible'
import { describeError, type Log } from '@/lib/platform/log'

/** Counts up to so many points in so many seconds, under a name of its own. */
export type CounterOptions = { keyPrefix: string; points: number; duration: number }

/** Where calls are counted. */
export interface Counters {
  make(options: CounterOptions): RateLimiterAbstract
  close(): void
}

/** Each process counts for itself. */
export function countersInMemory(): Counters {
  return {
    make: (options) => new RateLimiterMemory(options),
    close() {},
  }
}

/** All servers count together; while Redis is away, each for itself. */
export function countersInRedis(url: string, log: Log): Counters {
  const client = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 })
  let isAway = false
  client.on('error', (error) => {
    // It tries again and again: once is enough to be told.
    if (!isAway) log.warn({ error: describeError(error) }, 'Redis is away, limits are per server')
    isAway = true
  })
  client.on('ready', () => {
    isAway = false
    log.info('Redis is there')
  })
  return {
    make: (options) =>
      new RateLimiterRedis({
        ...options,
        keyPrefix: `fullstop limit ${options.keyPrefix}`,
        storeClient: client,
        rejectIfRedisNotReady: true,
        insuranceLimiter: new RateLimiterMemory(options),
      }),
    close() {
      client.disconnect()
    },
  }
}
