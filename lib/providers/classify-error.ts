import {
  APICallError,
  InvalidResponseDataError,
  JSONParseError,
  TypeValidationError,
} from '@ai-sdk/provider'
import type { ReasonOf } from '@/lib/contract/end-reason'
import type { AnswerError } from '@/lib/contract/message'
import { failureReason, type VendorWords } from './failure-reason'

/** Why a call to a provider failed, and how to say it to a person. */
export type ProviderFailure = {
  reason: ReasonOf<'failed'>
  error: AnswerError
  /** An error without a name, which the same call would meet again. */
  isFinal?: true
}

const sentences: Record<ReasonOf<'failed'>, string> = {
  provider_auth:
    'The provider refused the API key. Pick another model, or ask who runs this server.',
  provider_rate_limit: 'The provider is limiting how often it can be asked.',
  provider_quota: 'The account with the provider has no credit left. Pick another model.',
  provider_overloaded: 'The provider is overloaded. Try again, or pick another model.',
  provider_unreachable: 'The connection to the provider failed.',
  provider_protocol: 'The provider broke off or sent something that is not an answer.',
  provider_filtered:
    'The provider declined to answer this. Ask it in another way, or pick another model.',
  provider_error: 'The provider reported an error.',
  model_not_found: 'The provider does not know this model. Pick another one.',
  context_too_long:
    'The conversation is too long for this model. Shorten it, or pick another model.',
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

/**
 * Sorts whatever a provider's call or stream threw into the closed list of reasons. `now` is in
 * milliseconds since the epoch, for a vendor that names the time at which to come back.
 */
export function classifyProviderError(error: unknown, now = Date.now()): ProviderFailure {
  if (isConnectionError(error)) return failureOf('provider_unreachable')
  if (APICallError.isInstance(error)) {
    if (isRedirect(error.statusCode)) return wrongAddress()
    const said = { ...wordsIn(error.data), status: error.statusCode }
    const reason = failureReason(
      said.message === undefined ? { ...said, message: error.message } : said,
    )
    return {
      ...failureOf(reason, retryAfterSeconds(error.responseHeaders ?? {}, now)),
      ...(reason === 'provider_error' && blamesTheRequest(error.statusCode) && { isFinal: true }),
    }
  }
  if (isProtocolError(error)) return failureOf('provider_protocol')
  return failureOf(failureReason(wordsIn(error)))
}

/** What answers there is not the vendor's interface, and will not be at the next attempt. */
function wrongAddress(): ProviderFailure {
  const message =
    'The provider is not at the address that this server has for it. Check its base URL, or ask who runs this server.'
  return { reason: 'provider_error', error: { message }, isFinal: true }
}

function isRedirect(status = 0): boolean {
  return status >= 300 && status < 400
}

/** A status that blames the request, and not the moment. */
function blamesTheRequest(status = 0): boolean {
  return status >= 400 && status < 500 && ![408, 409, 425, 429].includes(status)
}

/** `Retry-After` in whole seconds, be it a number or a date (RFC 9110, 10.2.3). */
function retryAfterSeconds(headers: Record<string, string>, now: number): number | undefined {
  const value = headers['retry-after'] ?? ''
  const seconds = /^[\d.]+$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1000
  return seconds > 0 && Number.isFinite(seconds) ? Math.ceil(seconds) : undefined
}

/** What a vendor put into its error, be that in a stream or a body. */
function wordsIn(error: unknown): VendorWords {
  if (typeof error === 'string') return { message: error }
  if (typeof error !== 'object' || error === null) return {}
  if ('error' in error) return wordsIn(error.error)
  // A failed response of OpenAI's responses wire.
  if ('response' in error) return wordsIn(error.response)
  const { statusCode, code, type, message } = error as Record<string, unknown>
  return {
    ...(typeof statusCode === 'number' && { status: statusCode }),
    // OpenRouter's way, in the middle of a stream.
    ...(typeof code === 'number' && { status: code }),
    ...(typeof code === 'string' && { code }),
    ...(typeof type === 'string' && { type }),
    ...(typeof message === 'string' && { message }),
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
    InvalidResponseDataError.isInstance(error) ||
    // What @ai-sdk/anthropic makes of garbage where the first event should be.
    (error instanceof Error && error.message === 'Expected a normalized Anthropic stream error')
  )
}
