import { describe, expect, test, vi } from 'vitest'
import { createAuthentication } from '@/lib/auth/authentication'
import { setupCodeOf } from '@/lib/auth/setup-code'
import { readConfig } from '@/lib/platform/env'
import { callBy } from '@/lib/testing/calls'
import { createTestServices } from '@/lib/testing/test-services'
import { becomeOwner } from './become-owner'
import { createKey } from './create-key'
import { deleteAccount } from './delete-account'
import { endKey } from './end-key'
import { moveGuest } from './move-guest'
import { updateAccount } from './update-account'

const OWNER_EMAIL = 'owner@example.org'
const PASSWORD = 'correct horse'
const secret = 's'.repeat(32)

/** A server with calls of better-auth, and look-ups of callers, by any cookie. */
async function createServer() {
  const services = createTestServices()
  const { bus, clock, database, log } = services
  // better-auth has the system's clock.
  await clock.advance(Date.now() - clock.now())
  const config = readConfig({ OWNER_EMAIL, PUBLIC_URL: 'https://chat.test' })
  const authentication = createAuthentication({
    database,
    secret,
    config,
    bus,
    clock,
    log,
    mailer: undefined,
    onGuestLinked: (guestId, accountId) => moveGuest(services, guestId, accountId),
  })
  const server = { ...services, authentication, config, secret }
  const call = async (path: string, body: object, cookie = '') => {
    const request = new Request(`https://chat.test/api/auth${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: 'https://chat.test', cookie },
      body: JSON.stringify(body),
    })
    const response = await authentication.handle(request)
    if (!response.ok) throw new Error(`${path}: ${response.status}`)
    return response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  }
  const callerWith = (cookie: string) => authentication.callerOf(new Headers({ cookie }))
  /** The caller with this cookie, who is remembered from now on. */
  const knownWith = async (cookie: string) => {
    await callerWith(cookie)
    const caller = await callerWith(cookie)
    if (!caller) throw new Error('nobody has this cookie')
    return caller
  }
  const eve = { name: 'Eve', email: 'eve@example.org', password: PASSWORD }
  return {
    server,
    call,
    callerWith,
    knownWith,
    signUp: (cookie?: string) => call('/sign-up/email', eve, cookie),
    signIn: () => call('/sign-in/email', { email: eve.email, password: PASSWORD }),
  }
}

describe('P12 the remembered caller of a session is nobody from the next call on', () => {
  test.each([
    ['they sign out', '/sign-out', {}],
    ['they end all other sessions elsewhere', '/revoke-other-sessions', {}],
    [
      'they change the password elsewhere and end all other sessions',
      '/change-password',
      { currentPassword: PASSWORD, newPassword: 'battery staple', revokeOtherSessions: true },
    ],
  ])('when %s', async (_, path, body) => {
    const { signUp, signIn, call, knownWith, callerWith } = await createServer()
    const here = await signUp()
    const elsewhere = await signIn()
    await knownWith(here)
    await knownWith(elsewhere)
    await call(path, body, path === '/sign-out' ? here : elsewhere)
    expect(await callerWith(here)).toBeUndefined()
  })

  test('when their account is deleted', async () => {
    const { server, signUp, knownWith, callerWith } = await createServer()
    const cookie = await signUp()
    const caller = await knownWith(cookie)
    await deleteAccount.run(callBy(caller, server), { password: PASSWORD })
    expect(await callerWith(cookie)).toBeUndefined()
  })

  test('when a guest makes an account', async () => {
    const { call, signUp, knownWith, callerWith } = await createServer()
    const guest = await call('/sign-in/anonymous', {})
    expect(await knownWith(guest)).toMatchObject({ guest: true })
    expect(await knownWith(await signUp(guest))).toMatchObject({ guest: false })
    expect(await callerWith(guest)).toBeUndefined()
  })

  test('when another process ends their session', async () => {
    const { server, signUp, knownWith, callerWith } = await createServer()
    const cookie = await signUp()
    await knownWith(cookie)
    await server.database.sql('DELETE FROM sessions')
    expect(await callerWith(cookie)).toBeUndefined()
  })

  test('when their session expires, to the millisecond', async () => {
    const { server, signUp, knownWith, callerWith } = await createServer()
    const cookie = await signUp()
    const soon = server.clock.now() + 30_000
    await server.database.sql('UPDATE sessions SET expires_at = ?', soon)
    await knownWith(cookie)
    await server.clock.advance(29_999)
    expect(await callerWith(cookie)).toBeDefined()
    await server.clock.advance(1)
    expect(await callerWith(cookie)).toBeUndefined()
  })

  test('when their session ends while it is looked up', async () => {
    const { server, signUp, knownWith, callerWith } = await createServer()
    const cookie = await signUp()
    const { credentialId } = await knownWith(cookie)
    const { accounts } = server.database
    const session = await accounts.findSession(credentialId)
    const slow = Promise.withResolvers<typeof session>()
    vi.spyOn(accounts, 'findSession').mockReturnValueOnce(slow.promise)
    const looking = callerWith(cookie)
    await server.database.sql('DELETE FROM sessions')
    server.authentication.announceEnds([credentialId])
    slow.resolve(session)
    await looking
    expect(await callerWith(cookie)).toBeUndefined()
  })
})

describe('P12 the remembered caller of a session is as their account is by the next call', () => {
  test('once they have become the owner', async () => {
    const { server, signUp, knownWith, callerWith } = await createServer()
    const cookie = await signUp()
    const caller = await knownWith(cookie)
    expect(caller).toMatchObject({ admin: false })
    await becomeOwner.run(callBy(caller, server), { code: setupCodeOf(secret) })
    expect(await callerWith(cookie)).toMatchObject({ admin: true })
  })

  test('once their address is no longer the proved one of the owner', async () => {
    const { server, signUp, knownWith, callerWith } = await createServer()
    const cookie = await signUp()
    await server.database.sql(
      'UPDATE users SET email = ?, email_verified = 1 WHERE name = ?',
      OWNER_EMAIL,
      'Eve',
    )
    const caller = await knownWith(cookie)
    expect(caller).toMatchObject({ admin: true })
    await server.database.sql('UPDATE users SET email_verified = 0')
    expect(await callerWith(cookie)).toMatchObject({ admin: false })
    await updateAccount.run(callBy(caller, server), { email: 'e@example.org', password: PASSWORD })
    await server.database.sql('UPDATE users SET email_verified = 1')
    expect(await callerWith(cookie)).toMatchObject({ admin: false })
  })
})

test('P12 the remembered caller of an API key is nobody from the end of the key on', async () => {
  const { server, signUp, knownWith } = await createServer()
  const caller = await knownWith(await signUp())
  const made = await createKey.run(callBy(caller, server), { name: 'A key', scope: 'chat' })
  const headers = new Headers({ Authorization: `Bearer ${made.key}` })
  expect(await server.authentication.callerOf(headers)).toMatchObject({ id: caller.id })
  await endKey.run(callBy(caller, server), { keyId: made.id })
  expect(await server.authentication.callerOf(headers)).toBeUndefined()
})

describe('the proof of a cookie', () => {
  test('the proof is asked of better-auth again only after a minute without calls', async () => {
    const { server, signUp, callerWith } = await createServer()
    const cookie = await signUp()
    const proofs = vi.spyOn(crypto.subtle, 'verify')
    const proved = async () => {
      proofs.mockClear()
      await callerWith(cookie)
      return proofs.mock.calls.length > 0
    }
    expect(await proved()).toBe(true)
    await server.clock.advance(59_999)
    expect(await proved()).toBe(false)
    await server.clock.advance(60_000)
    expect(await proved()).toBe(true)
  })

  test('the proof of a forged cookie fails, though it has the token of a remembered caller', async () => {
    const { signUp, knownWith, callerWith } = await createServer()
    const cookie = await signUp()
    await knownWith(cookie)
    const [token] = cookie.split('.')
    expect(await callerWith(`${token}.${'A'.repeat(43)}%3D`)).toBeUndefined()
  })

  test('P12 the proof of a cookie that is written in an odd way is nobody’s without it', async () => {
    const { signUp, callerWith } = await createServer()
    const [name = '', value = ''] = (await signUp()).split(/=(.*)/s)
    for (const odd of [`${name} =${value}`, `${name}\t= ${value}`, `a=b;${name} =${value};c`]) {
      await callerWith(odd)
      for (const other of ['', 'c=d', `${name}=`]) expect(await callerWith(other)).toBeUndefined()
      await callerWith(`${odd}; ${name}=x`)
      expect(await callerWith(`${name}=x`)).toBeUndefined()
    }
  })

  test('the last use of a remembered session is noted once a day, so that it stays alive', async () => {
    const { server, signUp, knownWith, callerWith } = await createServer()
    const cookie = await signUp()
    await knownWith(cookie)
    const aDayAgo = Date.now() - 25 * 60 * 60 * 1000
    const expiresAt = aDayAgo + 30 * 24 * 60 * 60 * 1000
    await server.database.sql(
      'UPDATE sessions SET updated_at = ?, expires_at = ?',
      aDayAgo,
      expiresAt,
    )
    await callerWith(cookie)
    await server.clock.advance(0)
    const [session] = await vi.waitUntil(async () => {
      const rows = await server.database.sql<{ expires_at: number }>(
        'SELECT expires_at FROM sessions WHERE updated_at > ?',
        aDayAgo,
      )
      return rows.length > 0 && rows
    })
    expect(session?.expires_at).toBeGreaterThan(expiresAt)
  })
})
