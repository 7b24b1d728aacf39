import { APICallError } from '@ai-sdk/provider'
import { expect, test } from 'vitest'
import { readFailure } from './failed-call'

const system = (code: string, cause?: unknown) =>
  Object.assign(new Error('broken', { cause }), { code })

const unreachable = (cause: unknown) =>
  new APICallError({ message: 'Cannot connect', url: '', requestBodyValues: {}, cause })

const circle = system('ELOOP')
circle.cause = circle

test.each<[string, unknown, string | undefined]>([
  ['a name that nobody knows', unreachable(system('ENOTFOUND')), 'ENOTFOUND'],
  [
    'a certificate that nobody vouches for',
    unreachable(new TypeError('fetch failed', { cause: system('DEPTH_ZERO_SELF_SIGNED_CERT') })),
    'DEPTH_ZERO_SELF_SIGNED_CERT',
  ],
  [
    'all addresses of a name',
    new TypeError('fetch failed', {
      cause: new AggregateError([system('ECONNREFUSED'), system('ENETUNREACH')]),
    }),
    'ECONNREFUSED',
  ],
  [
    'what lies deepest',
    new TypeError('terminated', { cause: system('UND_ERR_SOCKET', system('ECONNRESET')) }),
    'ECONNRESET',
  ],
  ['an error that is its own cause', circle, 'ELOOP'],
  ['a code that is a sentence', system('where do I live?'), undefined],
  ['no error', undefined, undefined],
  ['a text', 'ENOTFOUND', undefined],
])('R25 the cause is read from %s', (_, error, cause) => {
  expect(readFailure(error, false).cause).toBe(cause)
})

test('R25 an abort is the cause of nothing', () => {
  expect(readFailure(system('ABORT_ERR'), true)).toEqual({})
})
