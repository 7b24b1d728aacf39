import type { Browser, BrowserContext } from '@playwright/test'
import type { MeasuredServer } from './measured-server.ts'

/** A browser context that is signed in as the guest of a measured server. */
export async function guestContext(
  browser: Browser,
  server: MeasuredServer,
): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: server.url })
  const [name = '', value = ''] = server.cookie.split(/=(.*)/s)
  await context.addCookies([{ name, value, url: server.url }])
  return context
}
