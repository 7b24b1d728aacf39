import { APICallError, JSONParseError, TypeValidationError } from '@ai-sdk/provider'
import { describe, expect, test } from 'vitest'
import { statusOfEndReason, type ReasonOf } from '@/lib/contract/end-reason'
import {
  failureFrom,
  localVendors,
  startVendor,
  type LocalVendor,
} from '@/lib/testing/local-vendor'
import { classifyProviderError, failureOf } from './classify-error'

/** The wires whose errors have OpenAI's shape. */
const wires = ['responses', 'chat', 'compatible', 'deepseek', 'ollama'] as const

const refusal = (status: number, code: string | null, headers: Record<string, string> = {}) =>
  refuse(status, { error: { message: 'No.', type: 'refused', param: null, code } }, headers)

const refuse = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  startVendor((_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(body))
  })

/** An error that a vendor does not name, and blames on the request, is not worth another try. */
const expectedOf = (reason: ReasonOf<'failed'>, status: number) => ({
  ...failureOf(reason),
  ...(reason === 'provider_error' && status < 500 && { isFinal: true }),
})

describe.each(wires)('R26 a failure on the wire %s', (wire) => {
  test.each([
    [401, 'invalid_api_key', 'provider_auth'],
    [403, null, 'provider_auth'],
    [404, 'model_not_found', 'model_not_found'],
    [400, 'context_length_exceeded', 'context_too_long'],
    [400, 'content_filter', 'provider_filtered'],
    [400, null, 'provider_error'],
    [402, null, 'provider_quota'],
    [429, 'rate_limit_exceeded', 'provider_rate_limit'],
    [429, 'insufficient_quota', 'provider_quota'],
    [500, null, 'provider_error'],
    [503, null, 'provider_overloaded'],
    [529, null, 'provider_overloaded'],
  ] as const)('a failure that is %i %s is %s', async (status, code, reason) => {
    const error = await failureFrom(await refusal(status, code), wire)
    expect(classifyProviderError(error)).toEqual(expectedOf(reason, status))
  })
})

describe.each(localVendors)('R26 a failure of %s', (wire) => {
  test('the failure tells after how long to try again', async () => {
    const error = await failureFrom(await refusal(429, null, { 'retry-after': '7.2' }), wire)
    expect(classifyProviderError(error).error.retryAfterSeconds).toBe(8)
  })

  test.each(['soon', 'Wed, 21 Oct 2026 07:28:00 GMT', '0', '-1', ''])(
    'the failure tells no wait if the vendor says %j',
    async (value) => {
      const error = await failureFrom(await refusal(429, null, { 'retry-after': value }), wire)
      expect(classifyProviderError(error)).toEqual(failureOf('provider_rate_limit'))
    },
  )

  test('a failure whose body is not as the vendor documents goes by its status', async () => {
    const vendor = await startVendor((_, response) => {
      response.writeHead(401, { 'content-type': 'text/html' }).end('<h1>Who are you?</h1>')
    })
    expect(classifyProviderError(await failureFrom(vendor, wire)).reason).toBe('provider_auth')
  })

  test('the vendor is unreachable when nobody listens', async () => {
    const error = await failureFrom('http://127.0.0.1:1/v1', wire)
    expect(classifyProviderError(error).reason).toBe('provider_unreachable')
  })

  test('the vendor is unreachable when the connection breaks before the answer', async () => {
    const vendor = await startVendor((_, response) => response.destroy())
    expect(classifyProviderError(await failureFrom(vendor, wire)).reason).toBe(
      'provider_unreachable',
    )
  })

  test('the vendor is unreachable when the connection breaks in the middle of the answer', async () => {
    const vendor = await startVendor((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(': hello\n\n', () => response.destroy())
    })
    expect(classifyProviderError(await failureFrom(vendor, wire)).reason).toBe(
      'provider_unreachable',
    )
  })

  test('the failure is one of the protocol when the response is not an answer', async () => {
    const vendor = await startVendor((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end('data: {broken\n\n')
    })
    expect(classifyProviderError(await failureFrom(vendor, wire)).reason).toBe('provider_protocol')
  })
})

const anthropicError = (type: string, message = 'No.') => ({
  type: 'error',
  error: { type, message },
  request_id: 'req_1',
})
const openaiError = (message: string) => ({ error: { message, type: 'x', param: null, code: 'y' } })

// docs.anthropic.com/en/api/errors, api-docs.deepseek.com/quick_start/error_codes,
// docs.ollama.com/openai, and errors that vLLM and llama.cpp send.
test.each<[LocalVendor, number, unknown, string]>([
  ['anthropic', 401, anthropicError('authentication_error'), 'provider_auth'],
  ['anthropic', 403, anthropicError('permission_error'), 'provider_auth'],
  ['anthropic', 404, anthropicError('not_found_error'), 'model_not_found'],
  ['anthropic', 413, anthropicError('request_too_large'), 'context_too_long'],
  [
    'anthropic',
    400,
    anthropicError('invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum'),
    'context_too_long',
  ],
  [
    'anthropic',
    400,
    anthropicError('invalid_request_error', 'Your credit balance is too low to access the API.'),
    'provider_quota',
  ],
  ['anthropic', 400, anthropicError('invalid_request_error'), 'provider_error'],
  ['anthropic', 429, anthropicError('rate_limit_error'), 'provider_rate_limit'],
  ['anthropic', 500, anthropicError('api_error'), 'provider_error'],
  ['anthropic', 529, anthropicError('overloaded_error'), 'provider_overloaded'],
  ['deepseek', 402, openaiError('Insufficient Balance'), 'provider_quota'],
  ['deepseek', 422, openaiError('Invalid Parameters'), 'provider_error'],
  [
    'deepseek',
    400,
    openaiError('This model’s maximum context length is 131072 tokens.'),
    'context_too_long',
  ],
  [
    'compatible',
    400,
    openaiError('the request exceeds the available context size'),
    'context_too_long',
  ],
  ['compatible', 404, openaiError('The model `m` does not exist.'), 'model_not_found'],
  ['ollama', 404, openaiError('model "m" not found, try pulling it first'), 'model_not_found'],
  ['ollama', 503, openaiError('server busy, please try again'), 'provider_overloaded'],
  ['ollama', 500, openaiError('llama runner process has terminated'), 'provider_error'],
])('R26 %s that says %i %j is understood', async (vendor, status, body, reason) => {
  const error = await failureFrom(await refuse(status, body), vendor)
  expect(classifyProviderError(error)).toEqual(expectedOf(reason as 'provider_error', status))
})

test('R26 a time at which to come back is a wait, too', () => {
  const error = new APICallError({
    message: 'slow down',
    url: 'x',
    requestBodyValues: {},
    statusCode: 429,
    responseHeaders: { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' },
  })
  const now = Date.parse('Wed, 21 Oct 2026 07:27:50 GMT')
  expect(classifyProviderError(error, now).error.retryAfterSeconds).toBe(10)
})

describe('an error that is put into the stream', () => {
  test.each([
    [
      { type: 'error', error: { code: 'rate_limit_exceeded', message: 'x' } },
      'provider_rate_limit',
    ],
    [{ error: { code: 'context_length_exceeded' } }, 'context_too_long'],
    [{ code: 'server_error' }, 'provider_error'],
    [{ error: { code: 429, message: 'Slow down.' } }, 'provider_rate_limit'],
    [
      { type: 'response.failed', response: { error: { code: 'insufficient_quota' } } },
      'provider_quota',
    ],
    ['input length and `max_tokens` exceed context limit: 5 + 8 > 9', 'context_too_long'],
    [{ statusCode: 503 }, 'provider_overloaded'],
    [{ statusCode: '503', code: 7 }, 'provider_error'],
    ['some text', 'provider_error'],
    [null, 'provider_error'],
    [undefined, 'provider_error'],
    [new Error('anything'), 'provider_error'],
    [new TypeError('x is not a function'), 'provider_error'],
    [new TypeError('terminated'), 'provider_unreachable'],
    [new JSONParseError({ text: '{', cause: null }), 'provider_protocol'],
    [new TypeValidationError({ value: 1, cause: null }), 'provider_protocol'],
    [new APICallError({ message: 'x', url: 'x', requestBodyValues: {} }), 'provider_unreachable'],
  ] as const)('%j is %s', (error, reason) => {
    expect(classifyProviderError(error).reason).toBe(reason)
  })
})

test('every failure has a sentence for a person, without a word of the vendor’s', () => {
  const reasons = Object.entries(statusOfEndReason).flatMap(([reason, status]) =>
    status === 'failed' ? [reason as Parameters<typeof failureOf>[0]] : [],
  )
  expect(reasons).toHaveLength(14)
  for (const reason of reasons) expect(failureOf(reason).error.message).toMatch(/^[A-Z].+\.$/)
  const secret = new APICallError({
    message: 'Incorrect API key: sk-1234',
    url: 'https://api.example.org',
    requestBodyValues: {},
    statusCode: 401,
  })
  expect(JSON.stringify(classifyProviderError(secret))).not.toContain('sk-1234')
})
