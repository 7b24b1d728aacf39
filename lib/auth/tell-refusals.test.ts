import { describe, expect, onTestFinished, test } from 'vitest'
import { readConfig } from '@/lib/platform/env'
import { createLog } from '@/lib/platform/log'
import { createManualClock } from '@/lib/platform/manual-clock'
import { openTestFile } from '@/lib/testing/test-database'
import { createBetterAuth } from './better-auth'

const DAY_MS = 24 * 60 * 60 * 1000

/** better-auth on a database of its own, with the cookie of a guest. */
async function signedInGuest() {
  const clock = createManualClock()
  const database = openTestFile(clock)
  const count = async () => (await database.sql('SELECT id FROM users')).length
  const before = await count()
  const auth = createBetterAuth({
    database,
    secret: 'a secret of the tests, which is long enough',
    config: readConfig({}),
    mailer: undefined,
    log: createLog('silent'),
    onSessionEnded() {},
    onGuestLinked: async () => {},
    onPasswordReset: async () => {},
  })
  const call = (method: 'GET' | 'POST', name: string, cookie = '', body = '{}') =>
    auth.handler(
      new Request(`http://localhost:3000/api/auth/${name}`, {
        method,
        headers: { 'Content-Type': 'application/json', Origin: 'http://localhost:3000', cookie },
        ...(method === 'POST' && { body }),
      }),
    )
  const signIn = () => call('POST', 'sign-in/anonymous')
  const cookie = (await signIn()).headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const users = async () => (await count()) - before
  const hold = () => {
    const held = database.hold()
    onTestFinished(() => {
      held.release()
    })
    return held
  }
  return { auth, database, clock, call, signIn, cookie, users, hold }
}

describe('P13 while another process holds the database', () => {
  test('a guest who signs in waits, and is let in once', async () => {
    const { clock, signIn, users, hold } = await signedInGuest()
    const held = hold()
    const signingIn = signIn()
    await clock.advance(2_000)
    held.release()
    await expect.poll(() => clock.advance(10).then(users), { timeout: 10_000 }).toBe(2)
    expect((await signingIn).status).toBe(200)
    expect(await users()).toBe(2)
  })

  test('a person who signs in, up or out is told to come again in a moment', async () => {
    const { auth, clock, call, signIn, users, cookie, hold } = await signedInGuest()
    const held = hold()
    const ada = { name: 'Ada', email: 'ada@example.org', password: 'long enough' }
    const signUp = () => call('POST', 'sign-up/email', '', JSON.stringify(ada))
    for (const attempt of [signIn, signUp, () => call('POST', 'sign-out', cookie)]) {
      let outcome: unknown
      attempt().then(
        (response) => {
          outcome = response
        },
        (error: unknown) => {
          outcome = error
        },
      )
      // The call takes a moment of real time, too, before it begins to wait.
      const passing = async () => {
        await clock.advance(1_000)
        return outcome
      }
      await expect.poll(passing, { timeout: 10_000 }).toMatchObject({ code: 'unavailable' })
    }
    held.release()
    expect(await users()).toBe(1)
    expect((await signUp()).status).toBe(200)
    expect(await auth.api.getSession({ headers: new Headers({ cookie }) })).not.toBeNull()
  })

  test('a session is found at once, also when it is due to be extended', async () => {
    const { auth, database, clock, call, cookie, hold } = await signedInGuest()
    const headers = new Headers({ cookie })
    const soon = Date.now() + 2 * DAY_MS
    await database.sql('UPDATE sessions SET expires_at = ?', soon)
    const expiry = async () => (await auth.api.getSession({ headers }))?.session.expiresAt.getTime()
    const held = hold()
    expect(await expiry()).toBe(soon)
    expect((await call('GET', 'get-session', cookie)).status).toBe(200)
    expect(clock.pending).toBe(0)
    held.release()
    expect(await expiry()).toBeGreaterThan(soon + DAY_MS)
  })
})
