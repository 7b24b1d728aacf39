import { describe, expect, inject, test, vi } from 'vitest'
import type { KeyScope } from '@/lib/contract/account'
import { readConfig } from '@/lib/platform/env'
import { createLog } from '@/lib/platform/log'
import { createManualClock } from '@/lib/platform/manual-clock'
import { createLonelyBus } from '@/lib/testing/lonely-bus'
import { openDatabaseOfProject } from '@/lib/testing/test-database'
import { bearerOf, hashOfApiKey, makeApiKey } from './api-key'
import { createAuthentication, type Authentication } from './authentication'

/** The project `postgres` runs these tests, too, unless there is no PostgreSQL. */
const isMissing = inject('postgresUrl') === ''

/** An authentication over a real database in which `ann` has an API key. */
async function withKey(scope: KeyScope = 'chat') {
  const database = await openDatabaseOfProject()
  const clock = createManualClock(Date.now())
  const log = createLog('silent')
  const authentication = createAuthentication({
    database,
    secret: 's'.repeat(32),
    config: readConfig({}),
    mailer: undefined,
    bus: createLonelyBus(),
    clock,
    log,
    onGuestLinked: async () => [],
  })
  const { key, ...stored } = makeApiKey()
  const about = { id: 'k1', ownerId: 'ann', name: 'A key', scope, createdAt: 0, lastUsedAt: null }
  await database.keys.create({ ...stored, ...about }, 10)
  const headers = new Headers({ Authorization: `Bearer ${key}` })
  return { authentication, database, clock, log, headers }
}

async function guestCookie({ handle }: Pick<Authentication, 'handle'>): Promise<string> {
  const signIn = new Request('http://localhost/api/auth/sign-in/anonymous', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
  })
  const cookies = (await handle(signIn)).headers.getSetCookie()
  return cookies[0]?.split(';')[0] ?? ''
}

const keyIn = (headers: Headers) => bearerOf(headers.get('authorization') ?? '')

const ann = { id: 'ann', scope: 'chat', credentialId: 'k1' }
const unavailable = { code: 'unavailable', details: { retryAfterSeconds: 1 } }

describe.skipIf(isMissing)('P13 the caller of a stop', () => {
  test('the caller is certain where the look-up answers', async () => {
    const { authentication, headers } = await withKey()
    const stopper = await authentication.stopperOf(headers)
    expect(stopper).toMatchObject(ann)
    await stopper?.confirmed()
    expect(await authentication.stopperOf(new Headers())).toBeUndefined()
  })

  test('the caller after 200 ms is the remembered one, or unavailable', async () => {
    const { authentication, database, clock, headers } = await withKey()
    const never = () => new Promise<never>(() => {})
    const unknown = vi.spyOn(database.keys, 'findByHash').mockImplementation(never)
    const stranger = authentication.stopperOf(headers)
    await Promise.all([expect(stranger).rejects.toMatchObject(unavailable), clock.advance(2_200)])
    unknown.mockRestore()
    await authentication.callerOf(headers)

    vi.spyOn(database.keys, 'findByHash').mockImplementation(never)
    const known = vi.fn<(stopper: unknown) => void>()
    const looking = authentication.stopperOf(headers)
    const noted = looking.then(known)
    await clock.advance(199)
    expect(known).not.toHaveBeenCalled()
    await clock.advance(1)
    await noted
    const unsure = (await looking)?.confirmed()
    await Promise.all([expect(unsure).rejects.toMatchObject(unavailable), clock.advance(2_000)])
    expect(known).toHaveBeenCalledExactlyOnceWith(expect.objectContaining(ann))
    await clock.advance(60_000)
    const tooLate = authentication.stopperOf(headers)
    await Promise.all([expect(tooLate).rejects.toMatchObject(unavailable), clock.advance(2_200)])
  })

  test('the caller is the remembered one where the look-up fails', async () => {
    const { authentication, database, log, headers } = await withKey()
    await authentication.callerOf(headers)
    const warn = vi.spyOn(log, 'warn')
    vi.spyOn(database.keys, 'findByHash').mockRejectedValue(new Error('database is locked'))
    const stopper = await authentication.stopperOf(headers)
    expect(stopper).toMatchObject(ann)
    await expect(stopper?.confirmed()).rejects.toMatchObject(unavailable)
    const other = new Headers({ Authorization: 'Bearer fullstop_other' })
    await expect(authentication.stopperOf(other)).rejects.toMatchObject(unavailable)
    expect(warn).toHaveBeenCalledTimes(2)
  })

  test('the remembered caller is confirmed or refused once a slow look-up answers', async () => {
    const { authentication, database, clock, headers } = await withKey()
    await authentication.callerOf(headers)
    const outcomes: string[] = []
    for (const exists of [true, false]) {
      const slow = Promise.withResolvers<Awaited<ReturnType<typeof database.keys.findByHash>>>()
      const find = vi.spyOn(database.keys, 'findByHash').mockReturnValueOnce(slow.promise)
      const looking = authentication.stopperOf(headers)
      await clock.advance(200)
      const stopper = await looking
      expect(stopper).toMatchObject(ann)
      find.mockRestore()
      const key = exists ? await database.keys.findByHash(hashOfApiKey(keyIn(headers))) : undefined
      slow.resolve(key)
      const outcome = stopper?.confirmed().then(
        () => 'certain',
        (error: { code: string }) => error.code,
      )
      outcomes.push((await outcome) ?? '')
    }
    expect(outcomes).toEqual(['certain', 'unauthenticated'])
  })

  test('P12 the caller is forgotten from the moment the key ends', async () => {
    const { authentication, database, headers } = await withKey()
    await authentication.callerOf(headers)
    authentication.announceEnds(['k1'])
    vi.spyOn(database.keys, 'findByHash').mockRejectedValue(new Error('database is locked'))
    await expect(authentication.stopperOf(headers)).rejects.toMatchObject(unavailable)
  })

  test('P12 the caller is known by the session cookie, whatever other cookies there are', async () => {
    const { authentication, database } = await withKey()
    const cookie = await guestCookie(authentication)
    const caller = await authentication.callerOf(new Headers({ cookie: `theme=dark; ${cookie}` }))
    expect(caller).toMatchObject({ guest: true })
    vi.spyOn(database.accounts, 'findSession').mockRejectedValue(new Error('database is locked'))
    const stopper = await authentication.stopperOf(new Headers({ cookie }))
    expect(stopper).toMatchObject({ ...caller })
    const forged = new Headers({ cookie: `fullstop=forged; ${cookie}` })
    expect(await authentication.stopperOf(forged)).toBeUndefined()
  })
})

describe.skipIf(isMissing)('P13 the writing of a look-up', () => {
  test('the last use of a key is written after the look-up, and refuses nobody where that fails', async () => {
    const { authentication, database, clock, log, headers } = await withKey()
    const warn = vi.spyOn(log, 'warn')
    const markUsed = vi.spyOn(database.keys, 'markUsed').mockRejectedValue(new Error('locked'))
    expect(await authentication.callerOf(headers)).toMatchObject(ann)
    expect(markUsed).not.toHaveBeenCalled()
    await clock.advance(0)
    expect(markUsed).toHaveBeenCalledExactlyOnceWith('k1', clock.now())
    expect(warn).toHaveBeenCalledOnce()
  })

  test('the last use of a session is written once a day', async () => {
    const { authentication, database, clock } = await withKey()
    const cookie = await guestCookie(authentication)
    const aDayAgo = Date.now() - 25 * 60 * 60 * 1000
    const expiresAt = aDayAgo + 30 * 24 * 60 * 60 * 1000
    await database.sql('UPDATE sessions SET updated_at = ?, expires_at = ?', aDayAgo, expiresAt)
    const usedAt = async () => {
      const [session] = await database.sql<{ updated_at: number }>(
        'SELECT updated_at FROM sessions',
      )
      return session?.updated_at ?? 0
    }
    expect(await authentication.callerOf(new Headers({ cookie }))).toMatchObject({ guest: true })
    expect(await usedAt()).toBe(aDayAgo)
    await clock.advance(0)
    await expect.poll(usedAt).toBeGreaterThan(aDayAgo)
  })
})
