import { expect, test } from 'vitest'
import { breachesOf, type FuzzedResponse } from './oracle'

const refused = { expected: 'refused', wire: 'ours' } as const
const open = { expected: 'anything', wire: 'ours' } as const
const auth = { expected: 'anything', wire: 'better-auth' } as const

const headers = { 'x-request-id': '1', 'content-type': 'application/json' }
const answer = (status: number, body: unknown, more: object = {}): FuzzedResponse => ({
  status,
  headers: { ...headers, ...more },
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const error = (code: string, message = 'It is wrong.') => ({ error: { code, message, field: 'x' } })

test.each([
  [refused, answer(400, error('bad_request'))],
  [refused, answer(413, error('too_large'))],
  [open, answer(200, { chats: [] })],
  [open, answer(204, '', { 'content-type': undefined })],
  [open, answer(404, error('not_found'))],
  [auth, answer(401, { message: 'Invalid email or password', code: 'INVALID' })],
  [
    { ...open, expected: 'not served' as const },
    answer(400, '<html>', { 'content-type': 'text/html' }),
  ],
])('breachesOf finds nothing wrong with a right answer: %j %j', (request, response) => {
  expect(breachesOf(request, response)).toEqual([])
})

test.each([
  ['a failure of the server', open, answer(500, error('internal')), 'status 500'],
  ['a failure within better-auth', auth, answer(500, ''), 'status 500'],
  ['no request ID', open, answer(200, {}, { 'x-request-id': undefined }), 'no X-Request-Id'],
  ['a success of what is wrong', refused, answer(200, {}), 'status 200 for what is wrong'],
  ['a redirect of what is wrong', refused, answer(308, ''), 'status 308 is no refusal'],
  ['another shape', refused, answer(400, { message: 'no' }), 'the body is no error'],
  [
    'another shape where anything goes',
    open,
    answer(400, { message: 'no' }),
    'the body is no error',
  ],
  ['no message', refused, answer(400, error('bad_request', '')), 'the body is no error'],
  ['an unknown code', refused, answer(400, error('toString')), 'not in the list of errors'],
  ['a code of another status', refused, answer(400, error('not_found')), 'not_found with status'],
  [
    'no JSON',
    refused,
    answer(400, 'Bad Request', { 'content-type': 'text/plain' }),
    'Content-Type',
  ],
  [
    'a stack',
    open,
    answer(400, 'x\n    at f (x:1:2)', { 'content-type': 'text/html' }),
    'a stack trace',
  ],
  ['a stack in JSON', open, answer(404, error('not_found', 'Error: x\n    at f')), 'a stack trace'],
  ['code', auth, answer(400, { message: 'sign-up.mjs:12' }), 'a place in code'],
  ['a path', auth, answer(400, { message: 'open /tmp/fullstop-x/fullstop.db' }), 'a file path'],
  ['SQL', auth, answer(400, { message: 'UNIQUE constraint failed: users.email' }), 'SQL'],
  [
    'an error of the language',
    refused,
    answer(400, error('bad_request', 'TypeError: x')),
    'an error',
  ],
])('breachesOf sees %s', (_, request, response, breach) => {
  expect(breachesOf(request, response).join('\n')).toContain(breach)
})
