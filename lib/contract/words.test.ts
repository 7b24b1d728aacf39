import { expect, test } from 'vitest'
import { statusOfEndReason } from './end-reason'
import { statusOfErrorCode } from './error'
import { FullstopError, isFullstopError } from './fullstop-error'

/** The list of contract.md, word by word. */
const contract = {
  completed: 'stop length content_filter',
  cancelled: 'user disconnect superseded capacity budget deleted',
  failed:
    'provider_auth provider_rate_limit provider_quota provider_overloaded provider_unreachable ' +
    'provider_protocol provider_filtered provider_error model_not_found context_too_long ' +
    'timeout_first_token timeout_stall timeout_total internal_error',
  interrupted: 'shutdown crash',
}

test('every reason to end has the status that the contract gives it', () => {
  const expected = Object.entries(contract).flatMap(([status, reasons]) =>
    reasons.split(' ').map((reason) => [reason, status]),
  )
  expect(statusOfEndReason).toEqual(Object.fromEntries(expected))
})

test('every error code has the HTTP status that the contract gives it', () => {
  expect(statusOfErrorCode).toEqual({
    bad_request: 400,
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
    model_unavailable: 400,
    draining: 503,
    unavailable: 503,
    storage_full: 507,
    internal: 500,
  })
})

test('an error becomes the body of the contract', () => {
  const error = new FullstopError('stream_active', 'It is answering.', { messageId: 'a1' })
  expect(error.toBody()).toEqual({
    error: { code: 'stream_active', message: 'It is answering.', messageId: 'a1' },
  })
})

test('an error of ours is known even when another module graph made it', () => {
  const foreign = Object.assign(new Error('x'), { [Symbol.for('fullstop.error')]: true })
  expect(isFullstopError(new FullstopError('internal', 'x'))).toBe(true)
  expect(isFullstopError(foreign)).toBe(true)
  for (const other of [new Error('x'), 'x', null, undefined, { code: 'internal' }]) {
    expect(isFullstopError(other)).toBe(false)
  }
})
