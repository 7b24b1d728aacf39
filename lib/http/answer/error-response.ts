import { statusOfErrorCode } from '@/lib/contract/error'
import { FullstopError, isFullstopError } from '@/lib/contract/fullstop-error'
import { forAuthClient } from './auth-errors'

/** The one mapping of errors to responses. An error that is not of the closed list is `internal`. */
export function errorResponse(
  error: unknown,
  onUnexpected: (error: unknown) => void,
  isAuthCall = false,
): Response {
  const known = isFullstopError(error)
    ? error
    : new FullstopError('internal', 'Something went wrong on this server. Try again.')
  if (known !== error) onUnexpected(error)
  const { retryAfterSeconds } = known.details
  const body = known.toBody()
  return Response.json(isAuthCall ? forAuthClient(body) : body, {
    status: statusOfErrorCode[known.code],
    headers: retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) },
  })
}
