import { beforeEach, describe, expect, test, vi } from 'vitest'
import { newClientId } from '@/client/new-id'
import {
  forgetAccount,
  forgetGuest,
  knownAccount,
  knownGuest,
  rememberAccount,
  rememberGuest,
  whenAccountChanges,
  whenGuestIsReplaced,
} from '@/lib/client/browser/known-account'
import { personStorage } from '@/lib/client/browser/person-storage'
import { createMemoryStorage } from '@/lib/testing/memory-storage'
import { signInAsGuest } from './guest'

const SESSION = '/api/auth/get-session'
const SIGN_IN = '/api/auth/sign-in/anonymous'
const OPTIONS = '/api/sign-in-options'

/** A server that knows a session once somebody has signed in. */
function stubServer(answers: Record<string, () => Response> = {}) {
  let signedIn = false
  const fetch = vi.fn<typeof globalThis.fetch>((input) => {
    const path = input as string
    const answer = answers[path]
    if (answer) return Promise.resolve(answer())
    if (path === SESSION) return Promise.resolve(Response.json(signedIn ? {} : null))
    signedIn = true
    return Promise.resolve(Response.json({}))
  })
  vi.stubGlobal('fetch', fetch)
  return { fetch, paths: () => fetch.mock.calls.map(([path]) => path as string) }
}

/** Stubs the locks that the tabs of a browser share: one tab holds them at a time. */
function stubLocks() {
  let queue: Promise<unknown> = Promise.resolve()
  const request = <Result>(_name: string, work: () => Promise<Result>) => {
    const result = queue.then(work)
    queue = result.catch(() => {})
    return result
  }
  vi.stubGlobal('navigator', { locks: { request } })
}

function stubBrowser() {
  const stored = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  })
  const assign = vi.fn<(path: string) => void>()
  vi.stubGlobal('location', { assign })
  vi.stubGlobal('addEventListener', () => {})
  return { assign }
}

const refused = (code: string, status: number) => () =>
  Response.json({ error: { code, message: 'No.' } }, { status })

beforeEach(() => {
  stubLocks()
  stubBrowser()
})

describe('a guest', () => {
  test('a guest is made with the JSON body that the server wants', async () => {
    const { fetch, paths } = stubServer()
    await signInAsGuest()
    expect(paths()).toEqual([SESSION, SIGN_IN])
    expect(fetch.mock.lastCall?.[1]).toEqual({
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    })
  })

  test('a guest is made once for all tabs that ask at the same time', async () => {
    const { paths } = stubServer()
    await Promise.all([signInAsGuest(), signInAsGuest(), signInAsGuest()])
    expect(paths().filter((path) => path === SIGN_IN)).toHaveLength(1)
  })

  test('a guest is made on plain http too, where a browser has no locks', async () => {
    vi.stubGlobal('navigator', {})
    const { paths } = stubServer()
    await signInAsGuest()
    expect(paths()).toContain(SIGN_IN)
  })

  test('a refused guest is an error in the words of the contract', async () => {
    stubServer({ [SIGN_IN]: refused('rate_limited', 429) })
    await expect(signInAsGuest()).rejects.toMatchObject({ code: 'rate_limited' })
  })

  test('a server that is not reached is a passing error', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')))
    await expect(signInAsGuest()).rejects.toMatchObject({ code: 'unreachable', passing: true })
  })

  test('a guest that another tab has made is found', async () => {
    const { paths } = stubServer({
      [SESSION]: () => Response.json({ user: { isAnonymous: true } }),
      [OPTIONS]: () => Response.json({ guests: true }),
    })
    await signInAsGuest()
    expect(paths()).not.toContain(SIGN_IN)
  })
})

describe('the sign-in page', () => {
  /** Starts a sign-in, which never resolves, and waits until the page is left. */
  async function pageAfterSigningIn(account?: string) {
    const { assign } = stubBrowser()
    if (account !== undefined) rememberAccount(account)
    void signInAsGuest()
    return vi.waitUntil(() => assign.mock.lastCall?.[0])
  }

  test('the sign-in page is shown where guests are not let in', async () => {
    stubServer({ [SIGN_IN]: refused('forbidden', 403) })
    expect(await pageAfterSigningIn()).toBe('/sign-in')
  })

  test('the sign-in page is shown to a guest from the time when guests were let in', async () => {
    stubServer({
      [SESSION]: () => Response.json({ user: { isAnonymous: true } }),
      [OPTIONS]: () => Response.json({ guests: false }),
    })
    expect(await pageAfterSigningIn()).toBe('/sign-in')
  })

  test('the sign-in page is shown to a person who had an account, and no guest is made', async () => {
    const { paths } = stubServer()
    expect(await pageAfterSigningIn('ann')).toBe('/sign-in')
    expect(paths()).toEqual([SESSION])
  })

  test('every tab goes to the sign-in page without waiting for another', async () => {
    stubServer()
    const { assign } = stubBrowser()
    rememberAccount('ann')
    void signInAsGuest()
    void signInAsGuest()
    await vi.waitFor(() => {
      expect(assign).toHaveBeenCalledTimes(2)
    })
  })

  test('the sign-in page is not shown to a person who has signed in again in another tab', async () => {
    const { assign } = stubBrowser()
    rememberAccount('ann')
    stubServer({ [SESSION]: () => Response.json({ user: { isAnonymous: false } }) })
    await signInAsGuest()
    expect(assign).not.toHaveBeenCalled()
  })

  test('the sign-in page is not shown to a person who signed out', async () => {
    const { assign } = stubBrowser()
    rememberAccount('ann')
    forgetAccount()
    const { paths } = stubServer()
    await signInAsGuest()
    expect(paths()).toContain(SIGN_IN)
    expect(assign).not.toHaveBeenCalled()
  })
})

describe('the known account', () => {
  test('the known account is nobody in a browser that keeps nothing', () => {
    vi.stubGlobal('localStorage', undefined)
    rememberAccount('ann')
    expect(knownAccount()).toBeNull()
    forgetAccount()
  })

  test('a listener hears when another tab changes the account, and of nothing else', () => {
    const tabs = new EventTarget()
    vi.stubGlobal('addEventListener', tabs.addEventListener.bind(tabs))
    vi.stubGlobal('removeEventListener', tabs.removeEventListener.bind(tabs))
    const listener = vi.fn<() => void>()
    const change = (key: string) => tabs.dispatchEvent(Object.assign(new Event('storage'), { key }))
    const unsubscribe = whenAccountChanges(listener)
    change('fullstop.draft')
    expect(listener).not.toHaveBeenCalled()
    change('fullstop.account')
    expect(listener).toHaveBeenCalledOnce()
    unsubscribe()
    change('fullstop.account')
    expect(listener).toHaveBeenCalledOnce()
  })
})

test('IDs made by the client fit the contract, and are never the same', () => {
  const ids = Array.from({ length: 1_000 }, newClientId)
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/)
  expect(new Set(ids).size).toBe(1_000)
})

describe('a browser without locks', () => {
  test.each<[string, () => unknown]>([
    ['has none', () => ({})],
    ['has an empty place for them', () => ({ locks: undefined })],
    [
      'refuses them',
      () => ({
        locks: { request: () => Promise.reject(new DOMException('No.', 'SecurityError')) },
      }),
    ],
    [
      'throws',
      () => ({
        get locks(): never {
          throw new DOMException('No.', 'SecurityError')
        },
      }),
    ],
  ])('a browser that %s makes a guest all the same', async (_, browser) => {
    vi.stubGlobal('navigator', browser())
    const { paths } = stubServer()
    expect(await signInAsGuest()).toBe('made')
    expect(paths()).toEqual([SESSION, SIGN_IN])
  })

  test('a server that refuses the guest is not asked twice', async () => {
    const { paths } = stubServer({ [SIGN_IN]: refused('rate_limited', 429) })
    await expect(signInAsGuest()).rejects.toMatchObject({ code: 'rate_limited' })
    expect(paths()).toEqual([SESSION, SIGN_IN])
  })
})

describe('a guest whose session has ended', () => {
  test('a page that shows the chats of an ended guest makes no new guest', async () => {
    const { paths } = stubServer()
    expect(await signInAsGuest({ wasServed: true })).toBe('guest ended')
    expect(paths()).toEqual([SESSION])
  })

  test('a page that shows nothing yet makes a new guest, and is told so', async () => {
    stubServer({ [SIGN_IN]: () => Response.json({ user: { id: 'g2' } }) })
    rememberGuest('g1')
    expect(await signInAsGuest()).toBe('replaced')
    expect(knownGuest()).toBe('g2')
    forgetGuest()
    expect(await signInAsGuest()).toBe('made')
  })

  test('a server in trouble cannot say that a guest has ended', async () => {
    stubServer({ [SESSION]: () => new Response('', { status: 502 }) })
    await expect(signInAsGuest({ wasServed: true })).rejects.toMatchObject({ code: 'unreachable' })
  })

  test('the other tabs hear of a replaced guest, but not of a first one', () => {
    const tabs = new EventTarget()
    vi.stubGlobal('addEventListener', tabs.addEventListener.bind(tabs))
    vi.stubGlobal('removeEventListener', tabs.removeEventListener.bind(tabs))
    const listener = vi.fn<() => void>()
    const unsubscribe = whenGuestIsReplaced(listener)
    const change = (oldValue: string | null, newValue: string | null) =>
      tabs.dispatchEvent(
        Object.assign(new Event('storage'), { key: 'fullstop.guest', oldValue, newValue }),
      )
    change(null, 'g1')
    change('g1', null)
    expect(listener).not.toHaveBeenCalled()
    change('g1', 'g2')
    unsubscribe()
    change('g2', 'g3')
    expect(listener).toHaveBeenCalledOnce()
  })
})

describe('the way to the sign-in page', () => {
  test('the way to the sign-in page leads back to the chat', async () => {
    stubServer()
    const { assign } = stubBrowser()
    vi.stubGlobal('location', { assign, pathname: '/c/c1' })
    rememberAccount('ann')
    void signInAsGuest()
    expect(await vi.waitUntil(() => assign.mock.lastCall?.[0])).toBe('/sign-in?next=/c/c1')
  })

  test('a page with a text that the browser cannot keep is not left', async () => {
    stubServer()
    const { assign } = stubBrowser()
    rememberAccount('ann')
    vi.stubGlobal('sessionStorage', createMemoryStorage({ full: true }))
    expect(() => {
      personStorage.setItem('draft.c1', 'a long thought')
    }).toThrow('full')
    await expect(signInAsGuest()).rejects.toThrow('Sign in from another tab')
    expect(assign).not.toHaveBeenCalled()
    personStorage.removeItem('draft.c1')
  })
})
