import type { Bus } from '@/lib/bus/bus'
import { createInProcessBus } from '@/lib/bus/in-process-bus'
import { RedisBus } from '@/lib/bus/redis/redis-bus'
import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import { countersInMemory, countersInRedis, type Counters } from '@/lib/rate-limit/counters'

/** What the servers of one installation have together. */
type Shared = {
  bus: Bus
  counters: Counters
  close(): void
}

/** Joins the servers that have this Redis; without one, this server is alone. Waits for no other. */
export async function joinServers(
  redisUrl: string | undefined,
  { serverId, clock, log }: { serverId: string; clock: Clock; log: Log },
): Promise<Shared> {
  if (redisUrl === undefined) {
    return {
      bus: createInProcessBus({ serverId, log }),
      counters: countersInMemory(clock),
      close() {},
    }
  }
  // The client takes a while to load, and most servers are alone.
  const { connectToRedis } = await import('@/lib/redis/connect-to-redis')
  const redis = connectToRedis(redisUrl, log)
  const bus = new RedisBus({ serverId, redis, clock, log })
  return {
    bus,
    counters: countersInRedis(redis.commands, clock),
    close() {
      bus.close()
      redis.close()
    },
  }
}
