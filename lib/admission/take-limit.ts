import { FullstopError } from '@/lib/contract/fullstop-error'
import type { LimitName } from '@/lib/rate-limit/limits'
import type { LimitReport, RateLimits } from '@/lib/rate-limit/rate-limits'
import type { Arrival } from './arrival'

/**
 * Counts a call, or the points that it costs, for this person or account and for its address. Throws
 * `rate_limited`.
 */
export async function takeLimit(
  rateLimits: RateLimits,
  { address, onCounted }: Pick<Arrival, 'address' | 'onCounted'>,
  name: LimitName,
  counted: { person?: string; account?: string },
  points = 1,
): Promise<void> {
  const whose = { ...counted, ...(address !== undefined && { address }) }
  const report = await rateLimits.take(name, whose, points)
  if (!report) return
  onCounted(report)
  if (report.exceeded) throw rateLimited(report)
}

function rateLimited({ limit, resetSeconds }: LimitReport): FullstopError {
  return new FullstopError('rate_limited', 'Too many requests. Wait a moment, then try again.', {
    limit,
    retryAfterSeconds: Math.max(1, resetSeconds),
  })
}
