import { RateLimiterRes } from 'rate-limiter-flexible'
import type { Config } from '@/lib/platform/env'
import type { Counter } from './counter'
import type { Counters } from './counters'
import { limitsOf, type Limit, type LimitName } from './limits'

type CountedBy = keyof Omit<Limit, 'windowSeconds'>

/** Whose call it is; an unknown field is not counted. */
export type Counted = { person?: string; account?: string; address?: string }

/** How much is left of the limit that is nearest to its end. */
export type LimitReport = {
  name: LimitName
  limit: number
  windowSeconds: number
  remaining: number
  /** How long until there is room again, in seconds. */
  resetSeconds: number
  exceeded: boolean
}

export interface RateLimits {
  /** Counts a call as one point, or as so many. Undefined where nothing limits it. */
  take(name: LimitName, counted: Counted, points?: number): Promise<LimitReport | undefined>
}

/** All limits, or none with `RATE_LIMIT=off`. */
export function createRateLimits(config: Config, places: Counters): RateLimits {
  if (config.RATE_LIMIT === 'off') return { take: async () => undefined }
  const limits: Record<LimitName, Limit> = limitsOf(config)
  const counters = new Map<string, Counter>()

  function counterOf(name: LimitName, by: CountedBy, points: number): Counter {
    const keyPrefix = `${name} ${by}`
    const counter =
      counters.get(keyPrefix) ??
      places.make({ keyPrefix, points, duration: limits[name].windowSeconds })
    counters.set(keyPrefix, counter)
    return counter
  }

  async function count(
    name: LimitName,
    by: CountedBy,
    key: string,
    points: number,
  ): Promise<LimitReport | undefined> {
    const { windowSeconds, [by]: limit } = limits[name]
    if (limit === undefined) return undefined
    const counter = counterOf(name, by, limit)
    // The counter rejects with the same figures once there is no room.
    const result = await counter.consume(key, points).catch((rejection: unknown) => rejection)
    if (!(result instanceof RateLimiterRes)) throw result
    return {
      name,
      limit,
      windowSeconds,
      remaining: result.remainingPoints,
      resetSeconds: Math.ceil(result.msBeforeNext / 1000),
      exceeded: result.consumedPoints > limit,
    }
  }

  return {
    async take(name, { person, account, address }, points = 1) {
      // Calls beyond the limit of their address count against nobody else, and are not kept.
      const byAddress =
        address === undefined ? undefined : await count(name, 'address', address, points)
      if (byAddress?.exceeded) return byAddress
      const reports = await Promise.all([
        person === undefined ? undefined : count(name, 'person', person, points),
        account === undefined
          ? undefined
          : count(name, 'accountHere', `${account} ${address}`, points),
      ])
      const isExceeded = reports.some((report) => report?.exceeded)
      if (account !== undefined && !isExceeded)
        reports.push(await count(name, 'account', account, points))
      return [byAddress, ...reports]
        .filter((report) => report !== undefined)
        .toSorted(byRoomLeft)
        .at(0)
    },
  }
}

/** The limit that is exceeded longest comes first, then the one with the least left. */
function byRoomLeft(one: LimitReport, other: LimitReport): number {
  if (one.exceeded && other.exceeded) return other.resetSeconds - one.resetSeconds
  return one.remaining - other.remaining
}
