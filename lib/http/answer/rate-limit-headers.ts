import { FullstopError } from '@/lib/contract/fullstop-error'
import type { LimitReport } from '@/lib/rate-limit/rate-limits'

/** The fields of draft-ietf-httpapi-ratelimit-headers: what is allowed, and what is left of it. */
export function rateLimitHeaders(report: LimitReport): Record<string, string> {
  const { name, limit, windowSeconds, remaining, resetSeconds } = report
  return {
    'RateLimit-Policy': `"${name}";q=${limit};w=${windowSeconds}`,
    RateLimit: `"${name}";r=${remaining};t=${resetSeconds}`,
  }
}

/** What a call beyond the limit is told. */
export function rateLimited({ limit, resetSeconds }: LimitReport): FullstopError {
  return new FullstopError('rate_limited', 'Too many requests. Wait a moment, then try again.', {
    limit,
    retryAfterSeconds: Math.max(1, resetSeconds),
  })
}
