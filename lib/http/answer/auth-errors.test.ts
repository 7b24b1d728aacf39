import { describe, expect, test } from 'vitest'
import { FullstopError } from '@/lib/contract/fullstop-error'
import { completeAuthError, isAuthCall } from './auth-errors'
import { errorResponse } from './error-response'

describe('an error under /api/auth', () => {
  test('an error of ours has message and code at its top, and the error of the contract', async () => {
    const error = new FullstopError('rate_limited', 'Too many.', { retryAfterSeconds: 3 })
    expect(await errorResponse(error, () => {}, true).json()).toEqual({
      message: 'Too many.',
      code: 'rate_limited',
      error: { message: 'Too many.', code: 'rate_limited', retryAfterSeconds: 3 },
    })
  })

  test.each<[string, Response, object]>([
    [
      'an error of better-auth’s that is complete stays as it is',
      Response.json({ code: 'INVALID_EMAIL', message: 'Invalid', more: 1 }, { status: 400 }),
      { code: 'INVALID_EMAIL', message: 'Invalid', more: 1 },
    ],
    [
      'an error without a code gets that of its status',
      Response.json({ message: 'No' }, { status: 403, statusText: 'FORBIDDEN' }),
      { code: 'FORBIDDEN', message: 'No' },
    ],
    [
      'an error without a body gets one',
      new Response(null, { status: 500, statusText: 'Internal Server Error' }),
      { code: 'INTERNAL_SERVER_ERROR', message: 'That did not work.' },
    ],
    [
      'an error whose body is not an object gets message and code',
      new Response('null', { status: 404, headers: { 'Content-Type': 'text/plain' } }),
      { code: 'HTTP_404', message: 'That did not work.' },
    ],
  ])('%s', async (_, response, body) => {
    const { status } = response
    const told = await completeAuthError(response)
    expect([told.status, told.headers.get('Content-Type')]).toEqual([status, 'application/json'])
    expect(await told.json()).toEqual(body)
  })

  test('a success, and a page for a browser, stay as they are', async () => {
    const success = Response.json({ user: null })
    expect(await completeAuthError(success)).toBe(success)
    const page = new Response('<html></html>', { status: 400 })
    expect(await (await completeAuthError(page)).text()).toBe('<html></html>')
  })

  test.each([
    ['/api/auth/sign-in/email', true],
    ['/api/auth', true],
    ['/api/foreign-host', true],
    ['/api/upgrade', true],
    ['/api/auth/malformed', true],
    ['/api/authors', false],
    ['/api/chats', false],
  ])('a call of better-auth’s client is known by its path: %s', (path, isOne) => {
    expect(isAuthCall(new Request(`http://localhost${path}`))).toBe(isOne)
  })
})
