import { describe, expect, test, vi } from 'vitest'
import { FullstopError } from '@/client/error'
import { problemOf } from '@/lib/client/calls/problem'
import { authCall } from './auth-call'

function stubAnswer(answer: () => Response | Promise<Response>) {
  const fetch = vi.fn<typeof globalThis.fetch>(() => Promise.resolve(answer()))
  vi.stubGlobal('fetch', fetch)
  return fetch
}

/** The problem that a person is told when the server gives this answer. */
async function problemWith(answer: () => Response | Promise<Response>) {
  stubAnswer(answer)
  return authCall('/sign-in/email', {}).then(() => {
    throw new Error('it was no error')
  }, problemOf)
}

const refusal = (code: string, status = 400) =>
  problemWith(() => Response.json({ code, message: 'in its own words' }, { status }))

describe('a call of better-auth', () => {
  test('a call is a POST with JSON where it has a body, else a GET', async () => {
    const fetch = stubAnswer(() => Response.json({ done: true }))
    expect(await authCall('/sign-out', {})).toEqual({ done: true })
    expect(fetch).toHaveBeenLastCalledWith('/api/auth/sign-out', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    })
    await authCall('/get-session')
    expect(fetch).toHaveBeenLastCalledWith('/api/auth/get-session', {})
  })

  test('a call whose answer breaks off may be made again', async () => {
    stubAnswer(() => new Response('{'))
    await expect(authCall('/get-session')).rejects.toMatchObject({ passing: true })
  })
})

describe('a refusal', () => {
  test.each([
    ['INVALID_EMAIL_OR_PASSWORD', 401, 'password'],
    ['USER_ALREADY_EXISTS', 422, 'email'],
    ['USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL', 422, 'email'],
    ['INVALID_EMAIL', 400, 'email'],
    ['VALIDATION_ERROR', 400, 'email'],
    ['PASSWORD_TOO_SHORT', 400, 'password'],
    ['PASSWORD_TOO_LONG', 400, 'password'],
    ['INVALID_PASSWORD', 400, 'currentPassword'],
    ['INVALID_TOKEN', 400, 'token'],
  ])('the refusal %s has words of ours and a field', async (code, status, field) => {
    const problem = await refusal(code, status)
    expect(problem.field).toBe(field)
    expect(problem.sentence).toMatch(/^(This|The|An?|Enter) .*\.$/)
  })

  test('an unknown refusal says that the call can be tried again', async () => {
    expect(await refusal('FAILED_TO_CREATE_SESSION')).toEqual({
      sentence: 'That did not work. Try again.',
    })
    expect(await refusal('toString', 422)).toEqual({ sentence: 'That did not work. Try again.' })
  })

  test('a refusal in the shape of the contract keeps its words', async () => {
    const error = { code: 'forbidden', message: 'This request comes from another site.' }
    expect(await problemWith(() => Response.json({ error }, { status: 403 }))).toEqual({
      sentence: error.message,
    })
  })

  test.each([
    [1, '1 second'],
    [40, '40 seconds'],
    [91, '2 minutes'],
    [720, '12 minutes'],
    [7_300, '3 hours'],
  ])(
    'a refusal for calling too often says how long to wait: %s s',
    async (retryAfterSeconds, wait) => {
      const error = { code: 'rate_limited', message: 'Too many.', retryAfterSeconds }
      expect(await problemWith(() => Response.json({ error }, { status: 429 }))).toEqual({
        sentence: `Too many attempts. Try again in ${wait}.`,
      })
    },
  )

  test('a server that is not there, or a proxy’s answer, is told as such', async () => {
    expect(await problemWith(() => Promise.reject(new TypeError('fetch failed')))).toEqual({
      sentence: 'Could not reach the server.',
    })
    expect(await problemWith(() => new Response('<h1>', { status: 502 }))).toEqual({
      sentence: 'The server answered 502.',
    })
  })
})

describe('problemOf', () => {
  test('problemOf has a sentence for any error', () => {
    expect(problemOf(new TypeError('x is not a function'))).toEqual({
      sentence: 'That did not work. Try again.',
    })
    expect(problemOf(new FullstopError('forbidden', 'No.', { field: 'code' }))).toEqual({
      sentence: 'No.',
      field: 'code',
    })
  })
})
