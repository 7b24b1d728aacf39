import type { OpenCall } from '@/lib/http/answer/answer-call'
import { rateLimited, rateLimitHeaders } from '@/lib/http/answer/rate-limit-headers'
import type { LimitName } from '@/lib/rate-limit/limits'
import { clientAddressOf } from './client-address'

/**
 * Counts the call, or so many points of what it brings, of this person or account and of its address.
 * Its headers tell of the limit that it is counted in first. Throws `rate_limited`.
 */
export async function takeLimit(
  { request, runtime, responseHeaders }: OpenCall,
  name: LimitName,
  counted: { person?: string; account?: string },
  points = 1,
): Promise<void> {
  const address = clientAddressOf(request, runtime.config.TRUST_PROXY)
  const whose = { ...counted, ...(address !== undefined && { address }) }
  const report = await runtime.rateLimits.take(name, whose, points)
  if (!report) return
  if (report.exceeded || !responseHeaders.has('RateLimit')) {
    for (const [header, value] of Object.entries(rateLimitHeaders(report))) {
      responseHeaders.set(header, value)
    }
  }
  if (report.exceeded) throw rateLimited(report)
}
