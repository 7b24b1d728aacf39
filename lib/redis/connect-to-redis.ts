import { Redis, type RedisOptions } from 'ioredis'
import { describeError, type Log } from '@/lib/platform/log'

/** The connections of this process to Redis: these two, whatever uses them. Neither keeps a call for later. */
export type RedisConnections = {
  /** Every command but subscriptions. A call rejects while Redis is away, or after {@link ANSWER_MS}. */
  commands: Redis
  /** Subscribes to channels, and hears what is published there. It forgets its channels when it breaks. */
  subscriptions: Redis
  close(): void
}

/** How long Redis may take to answer a command, in milliseconds. */
const ANSWER_MS = 200

/** After how many milliseconds the connection is dropped: a busy process must not take Redis for gone. */
const DROP_MS = 450

/** The same of a subscription, for which nobody waits with a stop. */
const SUBSCRIBED_MS = 1_000

/** The longest wait between attempts to reach Redis, in milliseconds. */
const LONGEST_RETRY_MS = 500

/** How long a Redis that is frozen may leave a closed connection half open, in milliseconds. */
const CLOSE_MS = 100

const shared = {
  // Nothing waits for a Redis that is away: it would arrive late, and perhaps out of date.
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResubscribe: false,
  connectTimeout: 1_000,
  disconnectTimeout: CLOSE_MS,
  // A Redis that was demoted keeps its connections, and the servers that are on it hear none that come anew.
  reconnectOnError: (error) => error.message.includes('READONLY'),
  // Partly random, so that many servers do not all come at once.
  retryStrategy: (attempt) => Math.min(50 * attempt, LONGEST_RETRY_MS) * (0.5 + Math.random() / 2),
} satisfies RedisOptions

/**
 * Connects to the Redis at a URL, and connects again whenever a connection breaks. A connection on which
 * Redis owes an answer is soon dropped, so that later calls do not wait for that, too.
 */
export function connectToRedis(url: string, log: Log): RedisConnections {
  const commands = new Redis(url, { ...shared, commandTimeout: ANSWER_MS, socketTimeout: DROP_MS })
  const subscriptions = new Redis(url, {
    ...shared,
    commandTimeout: SUBSCRIBED_MS,
    socketTimeout: SUBSCRIBED_MS,
  })
  tellWhetherThere([commands, subscriptions], log)
  return {
    commands,
    subscriptions,
    close() {
      commands.disconnect()
      subscriptions.disconnect()
    },
  }
}

/** One line when Redis goes away, and one when all connections are there: the clients try without end. */
function tellWhetherThere(clients: readonly Redis[], log: Log): void {
  let told: 'away' | 'there' | undefined
  for (const client of clients) {
    client.on('error', (error) => {
      if (told === 'away') return
      told = 'away'
      log.warn(
        { error: describeError(error) },
        'Redis is away: this server counts limits alone, and hears no other',
      )
    })
    client.on('ready', () => {
      if (told === 'there' || clients.some(({ status }) => status !== 'ready')) return
      told = 'there'
      log.info('Redis is there')
    })
  }
}
