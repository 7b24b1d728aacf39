import { describe, expect, test, vi } from 'vitest'
import { createAuthentication } from '@/lib/auth/authentication'
import type { Mailer } from '@/lib/auth/mail'
import type { Person } from '@/lib/auth/person'
import { updateAccountRequestSchema } from '@/lib/contract/request'
import { readConfig } from '@/lib/platform/env'
import { callBy } from '@/lib/testing/calls'
import { createTestServices } from '@/lib/testing/test-services'
import { updateAccount } from './update-account'

const OWNER_EMAIL = 'owner@example.org'
const PASSWORD = 'correct horse'

/** A server with the accounts of Eve, who changes hers, and of Mallory; it has sent `mails`. */
async function createServer({ mail = false, signUp = 'on', verified = false } = {}) {
  const services = createTestServices()
  const { database, bus, clock, log } = services
  const mails: Parameters<Mailer['send']>[0][] = []
  const serverWith = (AUTH_SIGNUP: string, mailer: Mailer | undefined) => {
    const config = readConfig({ OWNER_EMAIL, AUTH_SIGNUP, PUBLIC_URL: 'https://chat.test' })
    const authentication = createAuthentication({
      database,
      secret: 's'.repeat(32),
      config,
      bus,
      clock,
      log,
      mailer,
      onGuestLinked: async () => [],
    })
    return { ...services, authentication, config, secret: '' }
  }
  const signUpAs = async (name: string) => {
    const request = new Request('https://chat.test/api/auth/sign-up/email', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name, email: `${name}@example.org`, password: PASSWORD }),
    })
    const response = await serverWith('on', undefined).authentication.handle(request)
    return response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  }
  await signUpAs('mallory')
  const cookie = await signUpAs('eve')
  const server = serverWith(
    signUp,
    mail ? { send: async (sent) => void mails.push(sent) } : undefined,
  )
  const caller = () => server.authentication.callerOf(new Headers({ cookie }))
  const eve = await caller()
  if (!eve) throw new Error('Eve is not signed in')
  await database.sql('UPDATE users SET email_verified = ?', verified ? 1 : 0)
  return {
    mails,
    caller,
    change: (request: object, person: Person = eve) =>
      updateAccount.run(callBy(person, server), updateAccountRequestSchema.parse(request)),
    account: () => database.accounts.find(eve.id),
  }
}

describe('a name', () => {
  test('a name changes to one line, without its hidden characters', async () => {
    const { change } = await createServer()
    expect(await change({ name: ' Ann\n\u202EExample ' })).toMatchObject({ name: 'Ann Example' })
  })

  test.each(['', ' \n\u200B', 'x'.repeat(101)])('a name such as %j is refused', async (name) => {
    expect(updateAccountRequestSchema.safeParse({ name }).success).toBe(false)
  })

  test('a name, like an address, is refused for a guest', async () => {
    const { change } = await createServer()
    const guest = { id: 'guest', guest: true, admin: false }
    await expect(change({ name: 'Ann' }, guest)).rejects.toMatchObject({ code: 'forbidden' })
    const email = { email: 'guest@example.org' }
    await expect(change(email, guest)).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('an address on a server without mail', () => {
  const email = 'New@Example.org'

  test('an address changes at once, with the password, and is not proved', async () => {
    const { change, account } = await createServer()
    const changed = await change({ email, name: 'Anna', password: PASSWORD })
    expect(changed).toMatchObject({ email: 'new@example.org', emailVerified: false, name: 'Anna' })
    expect(await account()).toMatchObject({ email: 'new@example.org' })
  })

  test.each([
    ['a wrong password', { email, password: 'guess' }, 'password'],
    ['no password', { email }, 'password'],
    ['an address that is taken', { email: 'MALLORY@example.org', password: PASSWORD }, 'email'],
    ['the same address', { email: 'eve@example.org', password: PASSWORD }, 'email'],
  ])('an address stays for %s, and the name with it', async (_, request, field) => {
    const { change, account } = await createServer()
    const before = await account()
    await expect(change({ ...request, name: 'Other' })).rejects.toMatchObject({
      details: { field },
    })
    expect(await account()).toEqual(before)
  })

  test.each([
    ['it was proved, for what replaces it could not be', { verified: true }],
    ['nobody can sign up, for it would tell who has an account', { signUp: 'off' }],
  ])('an address stays where %s', async (_, server) => {
    const { change } = await createServer(server)
    await expect(change({ email, password: PASSWORD })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  test('P12 an address that is OWNER_EMAIL makes nobody the owner', async () => {
    const { change, caller } = await createServer()
    expect(await change({ email: OWNER_EMAIL, password: PASSWORD })).toMatchObject({
      email: OWNER_EMAIL,
      ownerWanted: true,
    })
    expect(await caller()).toMatchObject({ admin: false })
  })
})

describe('an address on a server with mail', () => {
  test('an address stays until the new one is proved, and is told of the change if it was proved', async () => {
    const { change, mails } = await createServer({ mail: true, verified: true })
    const email = 'new@example.org'
    const asked = await change({ email, password: PASSWORD })
    expect(asked).toMatchObject({ email: 'eve@example.org' })
    await vi.waitFor(() => {
      expect(mails).toHaveLength(2)
    })
    expect(mails[0]).toMatchObject({ to: email })
    expect(mails[0]?.text).toContain('https://chat.test/api/auth/verify-email?token=')
    expect(mails[1]).toMatchObject({ to: 'eve@example.org' })
    expect(mails[1]?.text).not.toContain('token=')
  })

  test('P12 an address that another account has is answered the same, and gets no mail', async () => {
    const { change, mails } = await createServer({ mail: true })
    const free = await change({ email: 'new@example.org', password: PASSWORD })
    await vi.waitFor(() => {
      expect(mails).toHaveLength(1)
    })
    expect(await change({ email: 'mallory@example.org', password: PASSWORD })).toEqual(free)
    await change({ email: 'other@example.org', password: PASSWORD })
    await vi.waitFor(() => {
      expect(mails).toHaveLength(2)
    })
    expect(mails.map(({ to }) => to)).toEqual(['new@example.org', 'other@example.org'])
  })
})
