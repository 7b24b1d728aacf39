import { describe, expect, test } from 'vitest'
import { failureFrom, startVendor, type LocalVendor } from '@/lib/testing/local-vendor'
import { classifyProviderError, failureOf } from './classify-error'

/** A server that refuses every call with this body: text as it is, any other value as JSON. */
const refuse = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  startVendor((_, response) => {
    response.writeHead(status, headers)
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  })

/** A server whose stream holds nothing but this event. */
const streamOf = (event: unknown) =>
  startVendor((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.end(`data: ${JSON.stringify(event)}\n\ndata: [DONE]\n\n`)
  })

const wires = ['responses', 'chat', 'compatible', 'deepseek', 'anthropic', 'ollama'] as const

type Said = { message: string; code?: number | string; type?: string }

/** The shapes in which servers put an error, by the servers that use them. */
const shapes: Record<string, (said: Said) => unknown> = {
  'OpenAI’s': ({ message, type = 'x', code = 'y' }) => ({
    error: { message, type, param: null, code },
  }),
  'the flat one of vLLM and Mistral': ({ message, type = 'BadRequestError', code = 400 }) => ({
    object: 'error',
    message,
    type,
    param: null,
    code,
  }),
  'the array of Gemini': ({ message, code = 400 }) => [
    { error: { code, message, status: 'INVALID_ARGUMENT' } },
  ],
  'the text of xAI and LM Studio': ({ message }) => ({ code: 'Some code', error: message }),
  'the detail of FastAPI': ({ message }) => ({ detail: message }),
  'the list of details of FastAPI': ({ message }) => ({
    detail: [{ loc: ['body'], msg: message, type: 'value_error' }],
  }),
  'a message alone': ({ message }) => ({ message }),
  'what OpenRouter had from another vendor': ({ message }) => ({
    error: {
      message: 'Provider returned error',
      code: 400,
      metadata: { raw: JSON.stringify({ error: { message } }), provider_name: 'Somebody' },
    },
  }),
}

/** Sentences as they were reported, and similar ones that mean something else. */
const sentences: readonly (readonly [string, string])[] = [
  [
    "This model's maximum context length is 4096 tokens. However, you asked for 5000.",
    'context_too_long',
  ],
  ['Context size has been exceeded.', 'context_too_long'],
  [
    'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
    'context_too_long',
  ],
  [
    'Trying to keep the first 10136 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens',
    'context_too_long',
  ],
  [
    'Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length',
    'context_too_long',
  ],
  [
    "This model's maximum prompt length is 131072 but the request contains 200000 tokens.",
    'context_too_long',
  ],
  ['Requested tokens (5000) exceed context window of 4096', 'context_too_long'],
  [
    "The input (5000 tokens) is longer than the model's context length (4096 tokens).",
    'context_too_long',
  ],
  ['Input is too long for requested model.', 'context_too_long'],
  ['Prompt exceeds max length', 'context_too_long'],
  ['`inputs` must have less than 4096 tokens. Given: 5000', 'context_too_long'],
  ['Please reduce the length of the messages or completion.', 'context_too_long'],
  [
    'Incorrect API key provided: k***. You can obtain an API key from the console.',
    'provider_auth',
  ],
  ['API key not valid. Please pass a valid API key.', 'provider_auth'],
  ['API key expired. Please renew the API key.', 'provider_auth'],
  ['Insufficient credits. Add more using the settings.', 'provider_quota'],
  ['Your team has used all available credits.', 'provider_quota'],
  ['Output blocked by content filtering policy', 'provider_filtered'],
  ['Your prompt was flagged as potentially violating our usage policy.', 'provider_filtered'],
  ['Content Exists Risk', 'provider_filtered'],
  ['The model is overloaded. Please try again later.', 'provider_overloaded'],
  ['nobody/nothing is not a valid model ID', 'model_not_found'],
  ['Model Not Exist', 'model_not_found'],
  ['max_tokens is too large: 100000. This model supports at most 4096.', 'provider_error'],
  ['Unsupported parameter: temperature', 'provider_error'],
]

describe.each(Object.entries(shapes))('R26 an error in %s', (_, shapeOf) => {
  test.each(sentences)('an error with a status, %j, is %s', async (message, reason) => {
    const address = await refuse(400, shapeOf({ message }))
    const failures = await Promise.all(wires.map((wire) => failureFrom(address, wire)))
    for (const [index, failure] of failures.entries()) {
      expect([wires[index], classifyProviderError(failure).reason]).toEqual([wires[index], reason])
    }
  })

  test.each(sentences)('an error in a stream, %j, is %s', async (message, reason) => {
    const address = await streamOf(shapeOf({ message }))
    for (const wire of wires) {
      const failure = classifyProviderError(await failureFrom(address, wire))
      expect([wire, failure.reason]).toEqual([wire, reason])
    }
  })
})

const openai = (code: string, message = 'No.') => ({ error: { message, type: code, code: null } })

test.each<[string, LocalVendor, number, unknown, string]>([
  [
    'a spent quota under another name',
    'compatible',
    429,
    openai('exceeded_current_quota_error'),
    'provider_quota',
  ],
  [
    'a limit of Gemini, which speaks of a quota',
    'compatible',
    429,
    [
      {
        error: {
          code: 429,
          message: 'You exceeded your current quota.',
          status: 'RESOURCE_EXHAUSTED',
        },
      },
    ],
    'provider_rate_limit',
  ],
  [
    'a wrong key as Gemini names it',
    'compatible',
    400,
    [{ error: { code: 400, message: 'Bad.', details: [{ reason: 'API_KEY_INVALID' }] } }],
    'provider_auth',
  ],
  [
    'a question that OpenRouter’s moderation refused',
    'compatible',
    403,
    {
      error: {
        code: 403,
        message: 'Your chosen model requires moderation',
        metadata: { reasons: ['violence'], flagged_input: 'invalid api key', provider_name: 'x' },
      },
    },
    'provider_filtered',
  ],
  [
    'an answer that Anthropic blocked',
    'anthropic',
    400,
    {
      type: 'error',
      error: {
        type: 'invalid_request_error',
        message: 'Output blocked by content filtering policy',
      },
    },
    'provider_filtered',
  ],
  [
    'a context that LM Studio had none left of',
    'compatible',
    500,
    { error: 'Context size has been exceeded.' },
    'context_too_long',
  ],
  [
    'a model that vLLM has not',
    'compatible',
    404,
    { object: 'error', message: 'The model `m` does not exist.', type: 'NotFoundError', code: 404 },
    'model_not_found',
  ],
  [
    'a model that Gemini has not',
    'compatible',
    404,
    [{ error: { code: 404, message: 'models/m is not found for API version v1main' } }],
    'model_not_found',
  ],
  [
    'a page of some gateway',
    'compatible',
    502,
    '<html><h1>model not found, invalid api key</h1></html>',
    'provider_error',
  ],
])('R26 %s, as %s gets it, has its true reason', async (_, vendor, status, body, reason) => {
  const failure = classifyProviderError(await failureFrom(await refuse(status, body), vendor))
  expect(failure.reason).toBe(reason)
})

test.each(wires)('R26 a 200 with a 402 inside, over %s, counts as the 402', async (wire) => {
  const body = { error: { message: 'Insufficient credits', code: 402 } }
  const failure = await failureFrom(await refuse(200, body), wire)
  expect(classifyProviderError(failure).reason).toBe('provider_quota')
})

test.each(wires)('R26 a 200 with a page inside, over %s, is a wrong address', async (wire) => {
  const failure = await failureFrom(await refuse(200, '<!doctype html><title>Hi</title>'), wire)
  expect(classifyProviderError(failure).error.message).toContain('base URL')
})

test('R26 the sentence of a filtered answer has no word about the key', () => {
  expect(failureOf('provider_filtered').error.message).not.toMatch(/key/i)
})

describe.each(wires)('R26 a 404 for %s that does not speak of the model', (wire) => {
  test.each([
    ['a page', '<!doctype html><title>Not Found: no such model</title>'],
    ['FastAPI’s', { detail: 'Not Found' }],
    ['nothing', ''],
    ['plain text', '404 page not found'],
    ['OpenAI’s', openai('invalid_request_error', 'Invalid URL (POST /v1/v1/chat/completions)')],
    ['Groq’s', openai('unknown_url', 'Unknown request URL: POST /openai/v1/x.')],
    ['a path that has the word in it', { message: 'Cannot POST /v1/models/chat' }],
    ['Anthropic’s', { type: 'error', error: { type: 'not_found_error', message: 'Not Found' } }],
  ])('%s, is a wrong address, and final', async (_, body) => {
    const failure = classifyProviderError(await failureFrom(await refuse(404, body), wire))
    expect(failure).toMatchObject({ reason: 'provider_error', isFinal: true })
    expect(failure.error.message).toContain('base URL')
    expect(failure.error.message).not.toContain('another model')
  })
})

describe.each(wires)('R26 a wait that %s is told', (wire) => {
  const limited = (message: string) => ({ error: { message, type: 'x', code: 'y' } })

  test.each<[string, unknown, Record<string, string>, number | undefined]>([
    [
      'in Gemini’s details',
      [
        {
          error: {
            code: 429,
            message: 'x',
            details: [{ '@type': 'RetryInfo', retryDelay: '42s' }],
          },
        },
      ],
      {},
      42,
    ],
    ['in retry-after-ms', limited('x'), { 'retry-after-ms': '7200' }, 8],
    [
      'in both headers, by the exact one',
      limited('x'),
      { 'retry-after-ms': '1500', 'retry-after': '9' },
      2,
    ],
    ['in a header before the body', limited('Please try again in 50s.'), { 'retry-after': '9' }, 9],
    ['in a header that says nothing', limited('x'), { 'retry-after-ms': 'soon' }, undefined],
    ['in OpenAI’s sentence', limited('Please try again in 7.66s. Visit our page.'), {}, 8],
    ['in milliseconds', limited('Please try again in 120ms.'), {}, 1],
    ['in minutes', limited('Please try again in 1m7.5s.'), {}, 68],
    ['in words', limited('Please retry after 20 seconds.'), {}, 20],
    ['in milliseconds in words', limited('Please retry after 1500 milliseconds.'), {}, 2],
    ['in nothing', limited('Please try again in a while.'), {}, undefined],
  ])('the wait is read %s', async (_, body, headers, seconds) => {
    const failure = await failureFrom(await refuse(429, body, headers), wire)
    expect(classifyProviderError(failure)).toMatchObject({ reason: 'provider_rate_limit' })
    expect(classifyProviderError(failure).error.retryAfterSeconds).toBe(seconds)
  })
})

test.each<[string, unknown, number | undefined]>([
  [
    'llama.cpp',
    { error: { message: 'Loading model', type: 'unavailable_error', code: 503 } },
    undefined,
  ],
  ['Hugging Face', { error: 'Model a/b is currently loading', estimated_time: 20.5 }, 21],
])('R26 a model that %s is loading is worth waiting for', async (_, body, retryAfterSeconds) => {
  const failure = classifyProviderError(await failureFrom(await refuse(503, body), 'compatible'))
  expect(failure).toMatchObject({ reason: 'provider_overloaded', isLoading: true })
  expect(failure.error.retryAfterSeconds).toBe(retryAfterSeconds)
})

test('R26 an error in errors without an end is read only to some depth', () => {
  let nested: unknown = 'Invalid API key'
  for (let depth = 0; depth < 10_000; depth += 1) nested = { error: nested }
  expect(classifyProviderError(nested).reason).toBe('provider_error')
})
