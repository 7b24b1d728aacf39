import {
  APICallError,
  InvalidResponseDataError,
  JSONParseError,
  TypeValidationError,
} from '@ai-sdk/provider'
import type { ReasonOf } from '@/lib/contract/end-reason'
import type { AnswerError } from '@/lib/contract/message'

/** Why a call to a provider failed, and how to say it to a person. */
export type ProviderFailure = { reason: ReasonOf<'failed'>; error: AnswerError }

const sentences: Record<ReasonOf<'failed'>, string> = {
  provider_auth: 'The provider refused the API key.',
  provider_rate_limit: 'The provider is limiting how often it can be asked.',
  provider_quota: 'The account with the provider has no credit left.',
  provider_overloaded: 'The provider is overloaded.',
  provider_unreachable: 'The connection to the provider failed.',
  provider_protocol: 'The provider broke off or sent something that is not an answer.',
  provider_filtered: 'The provider declined to answer this.',
  provider_error: 'The provider reported an error.',
  model_not_found: 'The provider does not know this model.',
  context_too_long: 'The conversation is too long for this model.',
  timeout_first_token: 'The model did not begin to answer in time.',
  timeout_stall: 'The model stopped sending in the middle of its answer.',
  timeout_total: 'The answer took longer than is allowed.',
  internal_error: 'Something went wrong in this server.',
}

/** A failure of this kind in words for a person. */
export function failureOf(reason: ReasonOf<'failed'>, retryAfterSeconds?: number): ProviderFailure {
  const message = sentences[reason]
  return {
    reason,
    error: { message, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) },
  }
}

/** Sorts whatever a provider's call or stream threw into the closed list of reasons. */
export function classifyProviderError(error: unknown): ProviderFailure {
  if (isConnectionError(error)) return failureOf('provider_unreachable')
  if (APICallError.isInstance(error)) return classifyResponse(error)
  if (isProtocolError(error)) return failureOf('provider_protocol')
  const streamed = streamErrorIn(error)
  if (streamed.statusCode !== undefined || streamed.code !== undefined) {
    return failureOf(reasonFor(streamed.statusCode, streamed.code))
  }
  return failureOf('provider_error')
}

function classifyResponse(error: APICallError): ProviderFailure {
  const retryAfter = Number(error.responseHeaders?.['retry-after'])
  return failureOf(
    reasonFor(error.statusCode, streamErrorIn(error.data).code),
    Number.isFinite(retryAfter) && retryAfter > 0 ? Math.ceil(retryAfter) : undefined,
  )
}

function reasonFor(status: number | undefined, code: string | undefined): ReasonOf<'failed'> {
  if (code === 'insufficient_quota' || status === 402) return 'provider_quota'
  if (code === 'context_length_exceeded') return 'context_too_long'
  if (code === 'model_not_found' || status === 404) return 'model_not_found'
  if (code === 'invalid_api_key' || status === 401 || status === 403) return 'provider_auth'
  if (code === 'content_filter') return 'provider_filtered'
  if (code === 'rate_limit_exceeded' || status === 429) return 'provider_rate_limit'
  if (status === 503 || status === 529) return 'provider_overloaded'
  return 'provider_error'
}

/** The status and code of an error that a vendor put into its stream or its body. */
function streamErrorIn(error: unknown): { statusCode?: number; code?: string } {
  if (typeof error !== 'object' || error === null) return {}
  if ('error' in error) return streamErrorIn(error.error)
  return {
    ...('statusCode' in error &&
      typeof error.statusCode === 'number' && { statusCode: error.statusCode }),
    ...('code' in error && typeof error.code === 'string' && { code: error.code }),
  }
}

/** undici says "terminated" when a response breaks off, and "fetch failed" when none came. */
function isConnectionError(error: unknown): boolean {
  if (APICallError.isInstance(error)) {
    return error.statusCode === undefined || isConnectionError(error.cause)
  }
  return error instanceof TypeError && /terminated|fetch failed/.test(error.message)
}

function isProtocolError(error: unknown): boolean {
  return (
    JSONParseError.isInstance(error) ||
    TypeValidationError.isInstance(error) ||
    InvalidResponseDataError.isInstance(error)
  )
}
