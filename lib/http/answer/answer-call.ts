import type { ErrorCode } from '@/lib/contract/error'
import { isFullstopError, type FullstopError } from '@/lib/contract/fullstop-error'
import { newId } from '@/lib/platform/ids'
import { describeError } from '@/lib/platform/log'
import { requestLabels } from '@/lib/platform/request-labels'
import { getRuntime, type Runtime } from '@/lib/runtime/runtime'
import { isAuthCall } from './auth-errors'
import { crossOriginHeaders } from './cross-origin'
import { dropBody } from './drop-body'
import { errorResponse } from './error-response'
import { POLICY_OF_DATA, securityHeaders } from './security-headers'

/** A call of anybody. */
export type OpenCall = {
  request: Request
  runtime: Runtime
  /** Names the call in the log. */
  requestId: string
  /** They go out with the response, also where that is an error. */
  responseHeaders: Headers
}

const refusals: ReadonlySet<ErrorCode> = new Set([
  'forbidden',
  'rate_limited',
  'too_many_streams',
  'budget_spent',
  'storage_full',
])

/** Whether a caller may not do this, or not now. Any other error is a slip of the client. */
function isRefusal(error: unknown): error is FullstopError {
  return isFullstopError(error) && refusals.has(error.code)
}

/** Gives every response the headers that all of them have, and every error the shape of the contract. */
export async function answerCall(
  request: Request,
  handle: (call: OpenCall) => Promise<Response>,
): Promise<Response> {
  const requestId = request.headers.get(requestLabels().requestId) ?? newId()
  const runtime = await getRuntime()
  const { PUBLIC_URL, CORS_ORIGINS } = runtime.config
  const responseHeaders = new Headers({
    ...securityHeaders(PUBLIC_URL),
    ...crossOriginHeaders(request, CORS_ORIGINS),
    'Content-Security-Policy': POLICY_OF_DATA,
    'X-Request-Id': requestId,
  })
  const call = { request, runtime, requestId, responseHeaders }
  const response = await handle(call).catch((error: unknown) => {
    if (isRefusal(error)) {
      const { code, details } = error
      runtime.tellRefused({ requestId, code, ...details })
    }
    const onUnexpected = (unexpected: unknown) => {
      runtime.log.error({ requestId, error: describeError(unexpected) }, 'a call failed')
    }
    return errorResponse(error, onUnexpected, isAuthCall(request))
  })
  if (request.body && !request.body.locked && !(await dropBody(request.body, runtime.clock))) {
    // The rest of the body is not worth its connection.
    responseHeaders.set('Connection', 'close')
  }
  // No cache may keep what belongs to a person.
  if (!response.headers.has('Cache-Control')) response.headers.set('Cache-Control', 'no-store')
  for (const [name, value] of responseHeaders) response.headers.set(name, value)
  return request.method === 'HEAD' ? withoutBody(response) : response
}

/** Next does not read a body that it does not send: its source would wait for a reader for ever. */
async function withoutBody(response: Response): Promise<Response> {
  // A body that was broken off by now cannot be cancelled, and need not be.
  await response.body?.cancel().catch(() => {})
  return new Response(null, response)
}
