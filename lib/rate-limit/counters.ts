import { Redis } from 'ioredis'
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { Clock } from '@/lib/platform/clock'
import { describeError, type Log } from '@/lib/platform/log'
import type { Counter, CounterOptions } from './counter'
import { WindowCounter } from './window-counter'

/** The place where calls are counted. */
export interface Counters {
  make(options: CounterOptions): Counter
  close(): void
}

/** Each process counts for itself. */
export function countersInMemory(clock: Pick<Clock, 'monotonic'>): Counters {
  return {
    make: (options) => new WindowCounter(options, clock),
    close() {},
  }
}

/** How long Redis may take to answer a call, in milliseconds; then it is counted here. */
const ANSWER_MS = 200

/** After how many milliseconds the connection is dropped: a busy process must not take Redis for gone. */
const DROP_MS = 450

/** The longest wait between attempts to reach Redis, in milliseconds. */
const LONGEST_RETRY_MS = 500

/**
 * All servers count together; while Redis is away, each for itself. A connection on which Redis owes an
 * answer is soon dropped, so that later calls do not wait for that, too: they are counted here until
 * Redis has answered on a new connection.
 */
export function countersInRedis(url: string, log: Log, clock: Pick<Clock, 'monotonic'>): Counters {
  const client = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 1_000,
    commandTimeout: ANSWER_MS,
    socketTimeout: DROP_MS,
    // Partly random, so that many servers do not all come at once.
    retryStrategy: (attempt) =>
      Math.min(50 * attempt, LONGEST_RETRY_MS) * (0.5 + Math.random() / 2),
  })
  let isAway = false
  client.on('error', (error) => {
    // The client tries again and again: one line in the log is enough.
    if (!isAway) log.warn({ error: describeError(error) }, 'Redis is away, limits are per server')
    isAway = true
  })
  client.on('ready', () => {
    isAway = false
    log.info('Redis is there')
  })
  return {
    make(options) {
      const here = new WindowCounter(options, clock)
      const inRedis = new RateLimiterRedis({
        ...options,
        keyPrefix: `fullstop limit ${options.keyPrefix}`,
        storeClient: client,
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
    close() {
      client.disconnect()
    },
  }
}
