/** The closed list of errors, each with its HTTP status. */
export const statusOfErrorCode = {
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

/** The details that an error may carry besides its code and message. */
export type ErrorDetails = {
  field?: string
  messageId?: string
  limit?: number
  retryAfterSeconds?: number
}

/** The body of every answer that is not a success. */
export type ErrorBody = { error: { code: ErrorCode; message: string } & ErrorDetails }
