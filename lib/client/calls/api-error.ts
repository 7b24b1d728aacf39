import {
  statusOfErrorCode,
  type ErrorBody,
  type ErrorCode,
  type ErrorDetails,
} from '@/lib/contract/error'

const passing: ReadonlySet<ErrorCode | 'unreachable'> = new Set([
  'unreachable',
  'internal',
  'draining',
  'unavailable',
])

/** A refusal in the contract's words; `unreachable` when no answer of the contract arrived. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: ErrorCode | 'unreachable'
  readonly details: ErrorDetails

  constructor(code: ErrorCode | 'unreachable', message: string, details: ErrorDetails = {}) {
    super(message)
    this.code = code
    this.details = details
  }

  /** Whether the same call may succeed later without anybody changing anything. */
  get passing(): boolean {
    return passing.has(this.code)
  }
}

/** The error of a response, also where a proxy wrote it that does not know the contract. */
export async function apiErrorOf(response: Response): Promise<ApiError> {
  try {
    const body: unknown = await response.json()
    if (isErrorBody(body)) {
      const { code, message, ...details } = body.error
      return new ApiError(code, message, details)
    }
  } catch {
    // Not JSON: the status decides.
  }
  if (response.status === 401) return new ApiError('unauthenticated', 'Sign in first.')
  const retryAfterSeconds = secondsIn(response.headers.get('Retry-After'))
  return new ApiError('unreachable', `The server answered ${response.status}.`, {
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  })
}

/** A `Retry-After` in seconds; a date in it is no use where clocks differ. */
function secondsIn(retryAfter: string | null): number | undefined {
  return retryAfter !== null && /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) : undefined
}

function isErrorBody(body: unknown): body is ErrorBody {
  return (
    typeof body === 'object' &&
    body !== null &&
    'error' in body &&
    typeof body.error === 'object' &&
    body.error !== null &&
    'code' in body.error &&
    typeof body.error.code === 'string' &&
    Object.hasOwn(statusOfErrorCode, body.error.code)
  )
}
