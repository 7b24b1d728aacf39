import type { LimitName } from '@/lib/rate-limit/limits'
import type { OpenCall } from './answer'
import { clientAddressOf } from './client-address'
import { rateLimited, rateLimitHeaders } from './rate-limit-headers'

/** Counts the call, of this person or account and of its address, or throws `rate_limited`. */
export async function takeLimit(
  { request, runtime, responseHeaders }: OpenCall,
  name: LimitName,
  counted: { person?: string; account?: string },
): Promise<void> {
  const address = clientAddressOf(request, runtime.config.TRUST_PROXY)
  const report = await runtime.rateLimits.take(name, {
    ...counted,
    ...(address !== undefined && { address }),
  })
  if (!report) return
  for (const [header, value] of Object.entries(rateLimitHeaders(report))) {
    responseHeaders.set(header, value)
  }
  if (report.exceeded) throw rateLimited(report)
}
