import type { Problem } from './wire.ts'

type DeepseekError = { message: string; type: string; param: null; code: string }

/** Most errors of DeepSeek have this code, whatever their type. */
const USUAL_CODE = 'invalid_request_error'

const badRequest = { type: 'invalid_request_error', message: 'Invalid request body format' }

const serverError = {
  type: 'server_error',
  message: 'Server error. Please retry your request after a brief wait.',
}

const errorOfStatus: Record<number, Partial<DeepseekError>> = {
  400: badRequest,
  401: {
    type: 'authentication_error',
    message: 'Authentication Fails, Your api key: ****test is invalid',
  },
  402: { type: 'unknown_error', message: 'Insufficient Balance' },
  404: { message: 'Model Not Exist' },
  422: {
    type: 'invalid_request_error',
    message: 'Failed to deserialize the JSON body into the target type',
  },
  429: {
    type: 'rate_limit_error',
    message: 'Rate limit reached. Please pace your requests reasonably.',
    code: 'rate_limit_error',
  },
  503: {
    type: 'service_unavailable_error',
    message: 'Service is too busy. Please retry your request after a brief wait.',
    code: 'service_unavailable_error',
  },
}

const errorOfCode: Record<string, Partial<DeepseekError>> = {
  context_length_exceeded: {
    type: 'invalid_request_error',
    message:
      "This model's maximum context length is 131072 tokens. However, you requested 140000 tokens (140000 in the messages, 0 in the completion). Please reduce the length of the messages or completion.",
    code: USUAL_CODE,
  },
  insufficient_quota: { ...errorOfStatus[402], code: USUAL_CODE },
}

/** The inside of `{ error: … }`, in OpenAI's shape with DeepSeek's own `code`. */
export function deepseekError(status: number, code?: string): DeepseekError {
  return {
    param: null,
    ...(status < 500 ? badRequest : serverError),
    ...errorOfStatus[status],
    code: code ?? errorOfStatus[status]?.code ?? USUAL_CODE,
    ...errorOfCode[code ?? ''],
  }
}

/**
 * The body of an error response of DeepSeek.
 * @see https://api-docs.deepseek.com/quick_start/error_codes
 */
export function deepseekErrorBody({ status, code, message }: Problem): object {
  const error = deepseekError(status, code)
  return { error: message === undefined ? error : { ...error, message } }
}
