/** The closed list of refusals, each with its HTTP status. */
const statusOfErrorCode = {
  bad_request: 400,
  model_unavailable: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  stream_active: 409,
  id_conflict: 409,
  too_large: 413,
  rate_limited: 429,
  too_many_streams: 429,
  budget_spent: 429,
  internal: 500,
  draining: 503,
  unavailable: 503,
  storage_full: 507,
} as const

export type ErrorCode = keyof typeof statusOfErrorCode

/** What an error may tell besides its code and message. */
export type ErrorDetails = {
  /** The field of the request that is wrong. */
  field?: string
  /** The answer that is in the way. */
  messageId?: string
  limit?: number
  retryAfterSeconds?: number
}

const passing: ReadonlySet<ErrorCode | 'unreachable'> = new Set([
  'unreachable',
  'internal',
  'draining',
  'unavailable',
])

/** A refusal by the server; `unreachable` where it gave no answer of its own. */
export class FullstopError extends Error {
  override readonly name = 'FullstopError'
  readonly code: ErrorCode | 'unreachable'
  /** The HTTP status; 0 where no answer came. */
  readonly status: number
  readonly details: ErrorDetails

  constructor(
    code: ErrorCode | 'unreachable',
    message: string,
    { status, cause, ...details }: ErrorDetails & { status?: number; cause?: unknown } = {},
  ) {
    super(message, { cause })
    this.code = code
    this.status = status ?? (code === 'unreachable' ? 0 : statusOfErrorCode[code])
    this.details = details
  }

  /** How long the server asks to wait before the next try, in seconds. */
  get retryAfterSeconds(): number | undefined {
    return this.details.retryAfterSeconds
  }

  /** Whether the same call may succeed later without anybody changing anything. */
  get passing(): boolean {
    return passing.has(this.code)
  }
}

/** The error of a response, also where a proxy wrote it that does not know the API. */
export async function errorOf(response: Response): Promise<FullstopError> {
  const { status } = response
  try {
    const body: unknown = await response.json()
    if (isErrorBody(body)) {
      const { code, message, ...details } = body.error
      return new FullstopError(code, message, { ...details, status })
    }
  } catch {
    // Not JSON: the status decides.
  }
  if (status === 401) return new FullstopError('unauthenticated', 'Sign in first.', { status })
  const retryAfterSeconds = secondsIn(response.headers.get('Retry-After'))
  return new FullstopError('unreachable', `The server answered ${status}.`, {
    status,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  })
}

/** A `Retry-After` in seconds; a date in it is no use where clocks differ. */
function secondsIn(retryAfter: string | null): number | undefined {
  return retryAfter !== null && /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) : undefined
}

type ErrorBody = { error: { code: ErrorCode; message: string } & ErrorDetails }

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
