import type { Problem } from './wire.ts'

type AnthropicError = { type: string; message: string }

const badRequest = {
  type: 'invalid_request_error',
  message: 'messages: Input should be a valid list',
}

const serverError = { type: 'api_error', message: 'Internal server error' }

const errorOfStatus: Record<number, AnthropicError> = {
  400: badRequest,
  401: { type: 'authentication_error', message: 'invalid x-api-key' },
  402: { type: 'billing_error', message: 'There is an issue with your billing information.' },
  403: {
    type: 'permission_error',
    message: 'Your API key does not have permission to use the specified resource.',
  },
  404: { type: 'not_found_error', message: 'model: fake-claude' },
  413: { type: 'request_too_large', message: 'Request exceeds the maximum size' },
  429: {
    type: 'rate_limit_error',
    message: 'This request would exceed the rate limit of your organization.',
  },
  500: serverError,
  504: { type: 'timeout_error', message: 'Request timed out' },
  529: { type: 'overloaded_error', message: 'Overloaded' },
}

/** Errors that have a code at other vendors, and only a sentence at Anthropic. */
const errorOfCode: Record<string, AnthropicError> = {
  context_length_exceeded: {
    type: 'invalid_request_error',
    message: 'prompt is too long: 210000 tokens > 200000 maximum',
  },
  insufficient_quota: {
    type: 'invalid_request_error',
    message:
      'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
  },
}

/**
 * The inside of Anthropic's `{ type: 'error', error: … }`.
 * @param code a type of Anthropic's, or a code of OpenAI's that Anthropic has a sentence for
 */
export function anthropicError(status: number, code?: string): AnthropicError {
  const ofStatus = errorOfStatus[status] ?? (status < 500 ? badRequest : serverError)
  if (code === undefined) return ofStatus
  const ofType = Object.values(errorOfStatus).find(({ type }) => type === code)
  return errorOfCode[code] ?? ofType ?? { ...ofStatus, type: code }
}

/**
 * The body of an error response of Anthropic.
 * @see https://docs.anthropic.com/en/api/errors
 */
export function anthropicErrorBody({ status, code, message, model, requestId }: Problem): object {
  const error = anthropicError(status, code)
  const missing = status === 404 && model !== undefined ? { message: `model: ${model}` } : {}
  return {
    type: 'error',
    error: { ...error, ...missing, ...(message === undefined ? {} : { message }) },
    request_id: requestId ?? null,
  }
}
