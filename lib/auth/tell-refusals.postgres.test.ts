import { describe, expect, inject, test, vi } from 'vitest'
import { openTestPostgres } from '@/lib/db/testing/open-test-postgres'
import { readConfig } from '@/lib/platform/env'
import { createLog } from '@/lib/platform/log'
import { createBetterAuth } from './better-auth'

const DAY_MS = 24 * 60 * 60 * 1000

/** How long a query of these tests may take, in milliseconds. */
const QUERY_MS = 400

/** The queries that wait for a lock. */
const WAITING = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`

const ADA = { name: 'Ada', email: 'ada@example.org', password: 'long enough' }

/** better-auth on a database of its own, with the cookie of a guest. */
async function signedInGuest() {
  const { url, connection, reopen, sql } = await openTestPostgres()
  const log = createLog('silent')
  const open = () =>
    createBetterAuth({
      database: reopen({ query_timeout: QUERY_MS }),
      secret: 'a secret of the tests, which is long enough',
      config: readConfig({}),
      mailer: undefined,
      log,
      onSessionEnded() {},
      onGuestLinked: async () => {},
      onPasswordReset: async () => {},
    })
  const auth = open()
  const call = (name: string, cookie = '', body: unknown = {}) =>
    auth.handler(
      new Request(`http://localhost:3000/api/auth/${name}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Origin: 'http://localhost:3000', cookie },
        body: JSON.stringify(body),
      }),
    )
  const signIn = () => call('sign-in/anonymous')
  const signUp = () => call('sign-up/email', '', ADA)
  const cookie = (await signIn()).headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const count = async (table: string) => (await sql(`SELECT id FROM ${table}`)).length

  /** Holds these tables, as an operator's transaction would. */
  async function hold(...tables: string[]): Promise<() => Promise<void>> {
    const client = await connection.$client.connect()
    await client.query(`BEGIN; LOCK TABLE ${tables.join(', ')} IN ACCESS EXCLUSIVE MODE`)
    return async () => {
      await client.query('COMMIT')
      client.release()
    }
  }
  return { url, open, log, call, signIn, signUp, cookie, sql, count, hold }
}

describe.skipIf(inject('postgresUrl') === '')('PostgreSQL', () => {
  test('P13 a guest who signs in while a table is held waits, and is let in once', async () => {
    const { signIn, count, sql, hold } = await signedInGuest()
    const before = await count('users')
    const release = await hold('users')
    const signingIn = signIn()
    await expect.poll(() => sql(WAITING)).not.toEqual([])
    await release()
    expect((await signingIn).status).toBe(200)
    expect(await count('users')).toBe(before + 1)
  })

  test('P13 a person who signs in, up or out while a table is held for long is told to come again', async () => {
    const { call, signIn, signUp, cookie, count, hold } = await signedInGuest()
    const before = await count('accounts')
    const release = await hold('users', 'sessions', 'accounts')
    for (const attempt of [signIn, signUp, () => call('sign-out', cookie)]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'unavailable' })
    }
    await release()
    expect((await signUp()).status).toBe(200)
    expect(await count('accounts')).toBe(before + 1)
  })

  test('an account is made with its password and its session, or not at all', async () => {
    const { signUp, sql, hold } = await signedInGuest()
    const release = await hold('sessions')
    await expect(signUp()).rejects.toMatchObject({ code: 'unavailable' })
    await release()
    expect(await sql('SELECT id FROM users WHERE email = ?', ADA.email)).toEqual([])
    expect(await sql('SELECT id FROM accounts')).toEqual([])
  })

  test('of two sign-ups of one address at once, one is refused, and no log line has the address', async () => {
    const { signUp, log, sql } = await signedInGuest()
    const error = vi.spyOn(log, 'error')
    const answers = await Promise.all([signUp(), signUp()])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 422])
    expect(await sql('SELECT id FROM users WHERE email = ?', ADA.email)).toHaveLength(1)
    expect(error).toHaveBeenCalled()
    expect(JSON.stringify(error.mock.calls)).not.toContain(ADA.email)
  })

  test('a session is found although a read-only database cannot extend it', async () => {
    const { url, open, cookie, sql } = await signedInGuest()
    const headers = new Headers({ cookie })
    const soon = Date.now() + 2 * DAY_MS
    await sql('UPDATE sessions SET expires_at = ?', soon)
    const database = new URL(url).pathname.slice(1)
    await sql(`ALTER DATABASE ${database} SET default_transaction_read_only = on`)
    try {
      // What is set for a database counts for new connections.
      const found = await open().api.getSession({ headers })
      expect(found?.session.expiresAt.getTime()).toBe(soon)
    } finally {
      await sql(`ALTER DATABASE ${database} RESET default_transaction_read_only`)
    }
    const found = await open().api.getSession({ headers })
    expect(found?.session.expiresAt.getTime()).toBeGreaterThan(soon + DAY_MS)
  })
})
