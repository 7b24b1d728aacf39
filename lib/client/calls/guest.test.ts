import { beforeEach, describe, expect, test, vi } from 'vitest'
import { newClientId } from '@/lib/client/browser/id'
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

/** Locks that one holds at a time, as the tabs of a browser share them. */
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
    stubServer({ [SIGN_IN]: refused('rate_limited', 429) })
    await expect(signInAsGuest()).rejects.toMatchObject({ code: 'rate_limited' })
  })

  test('cannot be made where the server is not reached', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')))
    await expect(signInAsGuest()).rejects.toMatchObject({ code: 'unreachable', passing: true })
  })

  test('that another tab has made is found', async () => {
    const { paths } = stubServer({
      [SESSION]: () => Response.json({ user: { isAnonymous: true } }),
      [OPTIONS]: () => Response.json({ guests: true }),
    })
    await signInAsGuest()
    expect(paths()).not.toContain(SIGN_IN)
  })
})

describe('the page where one signs in is shown', () => {
  /** Starts to sign in, which then never ends, and waits until the page is left. */
  async function pageAfterSigningIn(account?: string) {
    const { assign } = stubBrowser()
    if (account !== undefined) rememberAccount(account)
    void signInAsGuest()
    return vi.waitUntil(() => assign.mock.lastCall?.[0])
  }

  test('where guests are not let in', async () => {
    stubServer({ [SIGN_IN]: refused('forbidden', 403) })
    expect(await pageAfterSigningIn()).toBe('/sign-in')
  })

  test('to a guest of the time when they were', async () => {
    stubServer({
      [SESSION]: () => Response.json({ user: { isAnonymous: true } }),
      [OPTIONS]: () => Response.json({ guests: false }),
    })
    expect(await pageAfterSigningIn()).toBe('/sign-in')
  })

  test('to who had an account, instead of making them a guest', async () => {
    const { paths } = stubServer()
    expect(await pageAfterSigningIn('ann')).toBe('/sign-in')
    expect(paths()).toEqual([SESSION])
  })

  test('in every tab, and none waits for another', async () => {
    stubServer()
    const { assign } = stubBrowser()
    rememberAccount('ann')
    void signInAsGuest()
    void signInAsGuest()
    await vi.waitFor(() => {
      expect(assign).toHaveBeenCalledTimes(2)
    })
  })

  test('but not to who has signed in to their account again in another tab', async () => {
    const { assign } = stubBrowser()
    rememberAccount('ann')
    stubServer({ [SESSION]: () => Response.json({ user: { isAnonymous: false } }) })
    await signInAsGuest()
    expect(assign).not.toHaveBeenCalled()
  })

  test('and not to who signed out', async () => {
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
  test('is nobody in a browser that keeps nothing', () => {
    vi.stubGlobal('localStorage', undefined)
    rememberAccount('ann')
    expect(knownAccount()).toBeNull()
    forgetAccount()
  })

  test('is told of when another tab changes it, and of nothing else', () => {
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

test('IDs of the client are IDs of the contract, and never the same', () => {
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
  ])('that %s makes a guest all the same', async (_, browser) => {
    vi.stubGlobal('navigator', browser())
    const { paths } = stubServer()
    expect(await signInAsGuest()).toBe('made')
    expect(paths()).toEqual([SESSION, SIGN_IN])
  })

  test('is not one whose server refuses: that is not asked twice', async () => {
    const { paths } = stubServer({ [SIGN_IN]: refused('rate_limited', 429) })
    await expect(signInAsGuest()).rejects.toMatchObject({ code: 'rate_limited' })
    expect(paths()).toEqual([SESSION, SIGN_IN])
  })
})

describe('a guest whose session has ended', () => {
  test('is not made anew under a page that shows their chats', async () => {
    const { paths } = stubServer()
    expect(await signInAsGuest({ wasServed: true })).toBe('guest ended')
    expect(paths()).toEqual([SESSION])
  })

  test('is made anew for a page that shows nothing yet, which is told', async () => {
    stubServer({ [SIGN_IN]: () => Response.json({ user: { id: 'g2' } }) })
    rememberGuest('g1')
    expect(await signInAsGuest()).toBe('made anew')
    expect(knownGuest()).toBe('g2')
    forgetGuest()
    expect(await signInAsGuest()).toBe('made')
  })

  test('is nobody of whom a server in trouble can tell', async () => {
    stubServer({ [SESSION]: () => new Response('', { status: 502 }) })
    await expect(signInAsGuest({ wasServed: true })).rejects.toMatchObject({ code: 'unreachable' })
  })

  test('is told of in the other tabs, and only where there was one before', () => {
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

describe('the way to the page where one signs in', () => {
  test('leads back to the chat', async () => {
    stubServer()
    const { assign } = stubBrowser()
    vi.stubGlobal('location', { assign, pathname: '/c/c1' })
    rememberAccount('ann')
    void signInAsGuest()
    expect(await vi.waitUntil(() => assign.mock.lastCall?.[0])).toBe('/sign-in?next=/c/c1')
  })

  test('is not taken where something is written that the browser cannot keep', async () => {
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
