import {
  APICallError,
  InvalidResponseDataError,
  JSONParseError,
  TypeValidationError,
} from '@ai-sdk/provider'
import type { ReasonOf } from '@/lib/contract/end-reason'
import type { AnswerError } from '@/lib/contract/message'
import { failureCause } from './failure-reason'
import { readVendorWords, type VendorWords } from './vendor-words'

/** Why a call to a provider failed, and how to say it to a person. */
export type ProviderFailure = {
  reason: ReasonOf<'failed'>
  error: AnswerError
  /** The same call would meet this error again. */
  isFinal?: true
  /** The model is still being loaded, and is worth waiting for. */
  isLoading?: true
}

const sentences: Record<ReasonOf<'failed'>, string> = {
  provider_auth:
    'The provider rejected the API key. Choose another model, or ask whoever runs this server.',
  provider_rate_limit:
    'The provider is getting too many requests. Try again later, or choose another model.',
  provider_quota: 'The provider account is out of credit. Choose another model.',
  provider_overloaded: 'The provider is overloaded. Try again, or choose another model.',
  provider_unreachable:
    'The connection to the provider failed. Try again, or choose another model.',
  provider_protocol:
    'The provider’s answer broke off or could not be read. Try again, or choose another model.',
  provider_filtered:
    'The provider declined to answer. Rephrase the question, or choose another model.',
  provider_error: 'The provider reported an error. Try again, or choose another model.',
  model_not_found: 'The provider does not know this model. Choose another one.',
  context_too_long:
    'The conversation is too long for this model. Shorten it, or choose another model.',
  timeout_first_token:
    'The model did not start answering in time. Try again, or choose another model.',
  timeout_stall:
    'The model stopped partway through its answer. Try again, or choose another model.',
  timeout_total: 'The answer took longer than this server allows.',
  internal_error: 'Something went wrong on this server. Try again.',
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
 * Sorts any error that a provider's call or stream threw into the closed list of reasons. `now` is in
 * milliseconds since the epoch, for a vendor that names the time at which to come back.
 */
export function classifyProviderError(error: unknown, now = Date.now()): ProviderFailure {
  if (isConnectionError(error)) return failureOf('provider_unreachable')
  const words = readVendorWords(error)
  if (APICallError.isInstance(error)) {
    if (isRedirect(error.statusCode)) return wrongAddress()
    return failureFrom(words, waitIn(error.responseHeaders ?? {}, now))
  }
  if (isProtocolError(error, words)) return failureOf('provider_protocol')
  return failureFrom(words)
}

function failureFrom(words: VendorWords, wait = words.waitSeconds): ProviderFailure {
  const retryAfterSeconds = wait === undefined ? undefined : Math.ceil(wait)
  const cause = failureCause(words)
  if (cause === 'wrong_address') return wrongAddress()
  if (cause === 'model_loading') {
    return { ...failureOf('provider_overloaded', retryAfterSeconds), isLoading: true }
  }
  return {
    ...failureOf(cause, retryAfterSeconds),
    ...(cause === 'provider_error' && blamesTheRequest(words.status) && { isFinal: true }),
  }
}

/** The server at that address is not the vendor's, and will not be at the next attempt. */
function wrongAddress(): ProviderFailure {
  const message =
    'The provider is not at the address that this server has for it. Check its base URL, or ask who runs this server.'
  return { reason: 'provider_error', error: { message }, isFinal: true }
}

function isRedirect(status = 0): boolean {
  return status >= 300 && status < 400
}

/** Whether a status blames the request, and not the moment. */
function blamesTheRequest(status = 0): boolean {
  return status >= 400 && status < 500 && ![408, 409, 425, 429].includes(status)
}

/**
 * The wait that the headers ask for, in seconds: `Retry-After` is a number or a date (RFC 9110,
 * 10.2.3), `retry-after-ms` the same wait more exactly.
 */
function waitIn(headers: Record<string, string>, now: number): number | undefined {
  const exact = Number(headers['retry-after-ms'] ?? '') / 1000
  if (exact > 0 && Number.isFinite(exact)) return exact
  const value = headers['retry-after'] ?? ''
  const seconds = /^[\d.]+$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1000
  return seconds > 0 && Number.isFinite(seconds) ? seconds : undefined
}

/** undici says "terminated" when a response breaks off, and "fetch failed" when none came. */
function isConnectionError(error: unknown): boolean {
  if (APICallError.isInstance(error)) {
    return error.statusCode === undefined || isConnectionError(error.cause)
  }
  return error instanceof TypeError && /terminated|fetch failed/.test(error.message)
}

function isProtocolError(error: unknown, words: VendorWords): boolean {
  return (
    JSONParseError.isInstance(error) ||
    // An error in another shape than the wire's is still the vendor's own error.
    (TypeValidationError.isInstance(error) && words.sentences.length === 0) ||
    InvalidResponseDataError.isInstance(error) ||
    // @ai-sdk/anthropic throws this on garbage in place of the first event.
    (error instanceof Error && error.message === 'Expected a normalized Anthropic stream error')
  )
}
