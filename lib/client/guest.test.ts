import { beforeEach, describe, expect, test, vi } from 'vitest'
import { signInAsGuest } from './guest'
import { newClientId } from './id'

/** A server that knows a session once somebody has signed in. */
function stubServer() {
  let signedIn = false
  const fetch = vi.fn<typeof globalThis.fetch>((path) => {
    if (path === '/api/auth/get-session')
      return Promise.resolve(Response.json(signedIn ? {} : null))
    signedIn = true
    return Promise.resolve(Response.json({}))
  })
  vi.stubGlobal('fetch', fetch)
  return { fetch, paths: () => fetch.mock.calls.map(([path]) => path as string) }
}

/** Locks that one holds at a time, as the tabs of a browser share them. */
function stubLocks() {
  let queue = Promise.resolve()
  const request = (_name: string, work: () => Promise<void>) => {
    queue = queue.then(work)
    return queue
  }
  vi.stubGlobal('navigator', { locks: { request } })
}

const SESSION = '/api/auth/get-session'
const SIGN_IN = '/api/auth/sign-in/anonymous'

describe('a guest', () => {
  beforeEach(stubLocks)

  test('is made with the JSON body that the server wants', async () => {
    const { fetch, paths } = stubServer()
    await signInAsGuest()
    expect(paths()).toEqual([SESSION, SIGN_IN])
    expect(fetch.mock.lastCall?.[1]).toEqual({
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    })
  })

  test('is made once for all tabs that ask at the same time', async () => {
    const { paths } = stubServer()
    await Promise.all([signInAsGuest(), signInAsGuest(), signInAsGuest()])
    expect(paths().filter((path) => path === SIGN_IN)).toHaveLength(1)
  })

  test('is made on plain http, too, where a browser has no locks', async () => {
    vi.stubGlobal('navigator', {})
    const { paths } = stubServer()
    await signInAsGuest()
    expect(paths()).toContain(SIGN_IN)
  })

  test('that the server refuses is an error in the words of the contract', async () => {
    const error = { code: 'forbidden', message: 'No guests here.' }
    vi.stubGlobal('fetch', (path: string) =>
      Promise.resolve(
        path === SESSION ? Response.json(null) : Response.json({ error }, { status: 403 }),
      ),
    )
    await expect(signInAsGuest()).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('cannot be made where the server is not reached', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')))
    await expect(signInAsGuest()).rejects.toMatchObject({ code: 'unreachable', passing: true })
  })
})

test('IDs of the client are IDs of the contract, and never the same', () => {
  const ids = Array.from({ length: 1_000 }, newClientId)
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/)
  expect(new Set(ids).size).toBe(1_000)
})
