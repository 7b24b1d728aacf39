import type { Arrival } from '@/lib/admission/arrival'
import type { OpenCall } from '@/lib/http/answer/answer-call'
import { tellLimit } from '@/lib/http/answer/rate-limit-headers'
import { breakOff } from '@/lib/http/events/break-off'
import { clientAddressOf } from './client-address'

/** The facts of a request that admission needs. */
export function arrivalOf({ request, runtime, requestId, responseHeaders }: OpenCall): Arrival {
  return {
    credentials: request.headers,
    address: clientAddressOf(request, runtime.config.TRUST_PROXY),
    requestId,
    onCounted: (report) => {
      tellLimit(responseHeaders, report)
    },
    breakOff: () => breakOff(request),
  }
}
