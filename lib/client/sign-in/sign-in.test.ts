import { beforeEach, describe, expect, test, vi } from 'vitest'
import { knownAccount, rememberAccount } from '@/lib/client/browser/known-account'
import {
  hasGuestChats,
  readSignInOptions,
  requestPasswordReset,
  resetPassword,
  signIn,
  signUp,
  socialSignInUrl,
} from './sign-in'
import {
  changePassword,
  endDevice,
  endOtherDevices,
  hasPassword,
  listDevices,
  sendVerificationMail,
  signOut,
} from './signed-in'

/** A server that gives these answers by path; the others are empty. */
function stubServer(answers: Record<string, unknown> = {}) {
  const fetch = vi.fn<typeof globalThis.fetch>((input) => {
    const path = input as string
    return Promise.resolve(Response.json(path in answers ? answers[path] : {}))
  })
  vi.stubGlobal('fetch', fetch)
  return () => {
    const [path, init] = fetch.mock.lastCall ?? []
    return [path, JSON.parse((init?.body as string | undefined) ?? 'null') as unknown]
  }
}

beforeEach(() => {
  const stored = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  })
})

describe('chats of a guest', () => {
  const session = (isAnonymous: boolean) => ({ user: { id: 'x', isAnonymous } })

  test.each([
    ['are there where a guest has one', session(true), [{ id: 'c1' }], true],
    ['are none where the guest has asked nothing', session(true), [], false],
    ['are none of an account', session(false), [{ id: 'c1' }], false],
    ['are none where nobody has been', null, [], false],
  ])('the chats of a guest %s', async (_, found, chats, expected) => {
    stubServer({ '/api/auth/get-session': found, '/api/chats?limit=1': { chats } })
    expect(await hasGuestChats()).toBe(expected)
  })
})

describe('signing in', () => {
  test('signing in or signing up remembers the account in this browser', async () => {
    const lastCall = stubServer({
      '/api/auth/sign-in/email': { user: { id: 'ann' } },
      '/api/auth/sign-up/email': { user: { id: 'bob' } },
    })
    const credentials = { email: 'a@example.org', password: 'long enough' }
    await signIn(credentials)
    expect(lastCall()).toEqual(['/api/auth/sign-in/email', credentials])
    expect(knownAccount()).toBe('ann')
    await signUp({ name: 'Bob', ...credentials })
    expect(lastCall()).toEqual(['/api/auth/sign-up/email', { name: 'Bob', ...credentials }])
    expect(knownAccount()).toBe('bob')
  })

  test('a sign-in elsewhere comes back to the chats, or to the sign-in page with an error', async () => {
    const url = 'https://github.com/login'
    const lastCall = stubServer({ '/api/auth/sign-in/social': { url } })
    expect(await socialSignInUrl('github')).toBe(url)
    expect(lastCall()[1]).toEqual({
      provider: 'github',
      callbackURL: '/',
      errorCallbackURL: '/sign-in',
    })
  })

  test('the sign-in options are read without a session', async () => {
    const options = { guests: true, signUp: true, mail: false, social: [] }
    stubServer({ '/api/sign-in-options': options })
    expect(await readSignInOptions()).toEqual(options)
  })
})

test.each<[string, unknown, () => Promise<void>]>([
  [
    'request-password-reset',
    { email: 'a@example.org', redirectTo: '/reset-password' },
    () => requestPasswordReset('a@example.org'),
  ],
  [
    'reset-password',
    { newPassword: 'long enough', token: 't' },
    () => resetPassword({ newPassword: 'long enough', token: 't' }),
  ],
  [
    'change-password',
    { currentPassword: 'old', newPassword: 'new', revokeOtherSessions: true },
    () => changePassword({ currentPassword: 'old', newPassword: 'new' }),
  ],
  [
    'send-verification-email',
    { email: 'a@example.org' },
    () => sendVerificationMail('a@example.org'),
  ],
  ['revoke-session', { token: 't' }, () => endDevice('t')],
  ['revoke-other-sessions', {}, () => endOtherDevices()],
])('POST /api/auth/%s', async (path, body, call) => {
  const lastCall = stubServer()
  await call()
  expect(lastCall()).toEqual([`/api/auth/${path}`, body])
})

test('signing out forgets the account, so that the next one here is a guest', async () => {
  rememberAccount('ann')
  const lastCall = stubServer()
  await signOut()
  expect(lastCall()).toEqual(['/api/auth/sign-out', {}])
  expect(knownAccount()).toBeNull()
})

test('devices are listed with this one first, then by the time of their sign-in', async () => {
  const session = (token: string, day: number) => ({
    token,
    userAgent: null,
    createdAt: `2026-01-0${day}T00:00:00.000Z`,
    ipAddress: '',
  })
  stubServer({
    '/api/auth/list-sessions': [session('old', 1), session('here', 2), session('new', 3)],
    '/api/auth/get-session': { session: session('here', 2) },
  })
  const devices = await listDevices()
  expect(devices.map(({ token }) => token)).toEqual(['here', 'new', 'old'])
  expect(devices.map(({ current }) => current)).toEqual([true, false, false])
})

test.each([
  [[{ providerId: 'github' }], false],
  [[{ providerId: 'github' }, { providerId: 'credential' }], true],
])('a person who comes in by %j has a password: %s', async (ways, expected) => {
  stubServer({ '/api/auth/list-accounts': ways })
  expect(await hasPassword()).toBe(expected)
})
