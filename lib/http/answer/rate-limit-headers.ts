import type { LimitReport } from '@/lib/rate-limit/rate-limits'

/** Tells of the limit that a call was counted in first, or of the one that it exceeds. */
export function tellLimit(headers: Headers, report: LimitReport): void {
  if (!report.exceeded && headers.has('RateLimit')) return
  for (const [name, value] of Object.entries(rateLimitHeaders(report))) {
    headers.set(name, value)
  }
}

/** The fields of draft-ietf-httpapi-ratelimit-headers: how much is allowed, and how much is left. */
function rateLimitHeaders(report: LimitReport): Record<string, string> {
  const { name, limit, windowSeconds, remaining, resetSeconds } = report
  return {
    'RateLimit-Policy': `"${name}";q=${limit};w=${windowSeconds}`,
    RateLimit: `"${name}";r=${remaining};t=${resetSeconds}`,
  }
}
