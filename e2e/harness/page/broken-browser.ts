import type { BrowserContext, Page } from '@playwright/test'

/** Gives the browser a cookie that the server does not know, like that of an ended session. */
export async function endSession(context: BrowserContext, page: Page): Promise<void> {
  const { origin } = new URL(page.url())
  await context.addCookies([{ name: 'fullstop', value: 'ended.signature', url: origin }])
}

/** Throws away the cookies that the server sets, until the returned function is called. */
export async function refuseCookies(context: BrowserContext): Promise<() => Promise<void>> {
  const signIns = /\/api\/auth\//
  await context.clearCookies()
  await context.route(signIns, async (route) => {
    const response = await route.fetch()
    await context.clearCookies()
    const { 'set-cookie': _, ...headers } = response.headers()
    await route.fulfill({ response, headers })
  })
  return () => context.unroute(signIns)
}

/** Scripts that take something away from a browser, by the name of what it then lacks. */
export const lacks = {
  'all storage': () => {
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
      Object.defineProperty(globalThis, name, {
        get() {
          throw new DOMException('Access is denied.', 'SecurityError')
        },
      })
    }
  },
  'room in its storage': () => {
    Storage.prototype.setItem = () => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
    }
  },
  'locks that it grants': () => {
    navigator.locks.request = () =>
      Promise.reject(new DOMException('Access is denied.', 'SecurityError'))
  },
  'locks and channels': () => {
    Object.defineProperty(navigator, 'locks', { value: undefined })
    Object.defineProperty(globalThis, 'BroadcastChannel', { value: undefined })
  },
  'channels that it opens, locks and storage': () => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(globalThis, name, { value: undefined })
    }
    navigator.locks.request = () =>
      Promise.reject(new DOMException('Access is denied.', 'SecurityError'))
    globalThis.BroadcastChannel = class {
      constructor() {
        throw new DOMException('Access is denied.', 'SecurityError')
      }
    } as unknown as typeof BroadcastChannel
  },
} as const

/** Sets the clock of the page's computer off by `offMs`, before the page's first script. */
export async function setClockOff(page: Page, offMs: number): Promise<void> {
  await page.addInitScript((off) => {
    const RightDate = Date
    const wrongNow = () => RightDate.now() + off
    globalThis.Date = new Proxy(RightDate, {
      construct: (target, parameters) =>
        Reflect.construct(target, parameters.length === 0 ? [wrongNow()] : parameters) as Date,
      get: (target, name) => (name === 'now' ? wrongNow : (Reflect.get(target, name) as unknown)),
    })
  }, offMs)
}
