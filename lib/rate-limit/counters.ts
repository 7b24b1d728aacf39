import { Redis } from 'ioredis'
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { Clock } from '@/lib/platform/clock'
import { describeError, type Log } from '@/lib/platform/log'
import type { Counter, CounterOptions } from './counter'
import { WindowCounter } from './window-counter'

/** Where calls are counted. */
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

/** Its connection is dropped later: a process that is busy itself must not take it for gone. */
const DROP_MS = 450

/** The longest wait between attempts to reach it, in milliseconds. */
const LONGEST_RETRY_MS = 500

/**
 * All servers count together; while Redis is away, each for itself. Where it owes an answer its
 * connection is soon dropped, so that the calls after that do not wait for it, too: they are counted
 * here until a new connection is ready, which it is only once Redis has answered on it.
 */
export function countersInRedis(url: string, log: Log, clock: Pick<Clock, 'monotonic'>): Counters {
  const client = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 1_000,
    commandTimeout: ANSWER_MS,
    socketTimeout: DROP_MS,
    // With some chance in it, so that many servers do not all come at once.
    retryStrategy: (attempt) =>
      Math.min(50 * attempt, LONGEST_RETRY_MS) * (0.5 + Math.random() / 2),
  })
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
