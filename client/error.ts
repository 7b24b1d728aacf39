/** The closed list of refusals. */
const errorCodes = [
  'bad_request',
  'model_unavailable',
  'unauthenticated',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'stream_active',
  'id_conflict',
  'too_large',
  'rate_limited',
  'too_many_streams',
  'budget_spent',
  'internal',
  'draining',
  'unavailable',
  'storage_full',
] as const

export type ErrorCode = (typeof errorCodes)[number]

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
  /** The HTTP status; 0 where no response came. */
  readonly status: number
  readonly details: ErrorDetails

  constructor(
    code: ErrorCode | 'unreachable',
    message: string,
    { status = 0, cause, ...details }: ErrorDetails & { status?: number; cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? {} : { cause })
    this.code = code
    this.status = status
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
  const code = (body as Partial<ErrorBody> | null)?.error?.code
  return code !== undefined && errorCodes.includes(code)
}
