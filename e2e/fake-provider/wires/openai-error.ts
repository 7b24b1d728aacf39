import type { Problem } from './wire.ts'

type OpenAiError = { message: string; type: string; param: null; code: string | null }

type Kind = { type: string; code: string | null; message: string }

const kindOfStatus: Record<number, Kind> = {
  400: { type: 'invalid_request_error', code: null, message: 'The request is not valid.' },
  401: {
    type: 'invalid_request_error',
    code: 'invalid_api_key',
    message: 'Incorrect API key provided.',
  },
  404: {
    type: 'invalid_request_error',
    code: 'model_not_found',
    message: 'The model does not exist or you do not have access to it.',
  },
  429: { type: 'requests', code: 'rate_limit_exceeded', message: 'Rate limit reached.' },
  503: { type: 'server_error', code: null, message: 'The engine is currently overloaded.' },
}

const serverError: Kind = {
  type: 'server_error',
  code: 'server_error',
  message: 'The server had an error while processing your request.',
}

/** The error of llama.cpp until it has loaded a model. The code for it is the fake's own. */
const loading: Kind = { type: 'unavailable_error', code: null, message: 'Loading model' }

/** The inside of OpenAI's `{ error: … }` for an HTTP status, with another code if given. */
export function openAiError(status: number, code?: string): OpenAiError {
  if (code === 'loading_model') return { ...loading, param: null }
  const kind = kindOfStatus[status] ?? serverError
  return {
    message: `${kind.message} (fake provider)`,
    type: code === 'insufficient_quota' ? code : kind.type,
    param: null,
    code: code ?? kind.code,
  }
}

/** The body of an error response of OpenAI. */
export function openAiErrorBody({ status, code, message }: Problem): object {
  const error = openAiError(status, code)
  return { error: message === undefined ? error : { ...error, message, code: null } }
}
