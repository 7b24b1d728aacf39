import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from '@playwright/test'
import axe from 'axe-core'
import { expect, test as base } from './harness/fixtures'
import { longUnless } from './harness/long-unless'
import { atRest } from './harness/page/at-rest'
import { ChatPage } from './harness/page/chat-page'
import { AppServer } from './harness/server/app-server'

/** A logo with a shape to be seen, and with scripts that must not run. */
const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="40" height="20">
<style>rect { fill: rebeccapurple }</style>
<script>document.documentElement.setAttribute('data-hostile', 'yes')</script>
<rect width="40" height="20" onload="document.documentElement.setAttribute('data-hostile', 'yes')"/>
</svg>`

/** A server with its own name, a colour that is hard to read, and its own logo. */
const test = base.extend<object, { branded: AppServer }>({
  branded: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, provide) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'fullstop-brand-'))
      const APP_LOGO = path.join(folder, 'logo')
      await writeFile(APP_LOGO, LOGO)
      const server = await AppServer.start({
        DEMO_MODEL: 'on',
        APP_NAME: 'Acme & Söhne',
        APP_ACCENT: '#ffe600',
        APP_LOGO,
      })
      await provide(server)
      await server.remove()
      await rm(folder, { recursive: true })
    },
    { scope: 'worker' },
  ],
})

/** The elements that axe finds too pale or too dark to be read. */
async function unreadable(page: Page): Promise<string[]> {
  await atRest(page)
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { violations } = await window.axe.run({ runOnly: 'color-contrast' })
    return violations.flatMap(({ nodes }) => nodes.map(({ html }) => html))
  })
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a page with the server's own name, colour and logo can be read, ${colorScheme}${longUnless(colorScheme === 'dark')}`, async ({
    page,
    branded,
  }) => {
    await page.emulateMedia({ colorScheme })
    await ChatPage.open(page, branded.url)
    await expect(page).toHaveTitle('New chat · Acme & Söhne')
    await expect(page.getByText('Acme & Söhne').first()).toBeVisible()
    const logo = page.locator('img[src="/logo"]').first()
    await expect.poll(() => logo.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(40)
    for (const place of ['/', '/account', '/sign-in?new']) {
      await page.goto(branded.url + place)
      await expect(page.getByRole('heading').first()).toBeVisible()
      expect(await unreadable(page)).toEqual([])
    }
    await expect(page).toHaveTitle('Sign in · Acme & Söhne')
    await page.goto(`${branded.url}/nowhere`)
    await expect(page).toHaveTitle('Page not found · Acme & Söhne')
    expect(await page.content()).not.toContain('Fullstop')
  })
}

test('the server’s own logo is the icon of its pages, and of the app on a phone', async ({
  page,
  branded,
}) => {
  await page.goto(branded.url)
  await expect(page.locator('link[rel="apple-touch-icon"]')).toHaveAttribute('href', '/logo')
  await expect(page.locator('link[rel="icon"]').last()).toHaveAttribute('href', '/logo')
  const manifest = await fetch(`${branded.url}/manifest.webmanifest`)
  expect(await manifest.json()).toMatchObject({
    name: 'Acme & Söhne',
    short_name: 'Acme & Söhne',
    icons: [{ src: '/logo' }],
  })
})

test('P12 a logo that is opened as a page runs no script', async ({ browser, branded }) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const response = await page.goto(`${branded.url}/logo`)
  const headers = response?.headers() ?? {}
  expect(headers['content-type']).toBe('image/svg+xml')
  expect(headers['content-security-policy']).toBe(
    "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
  )
  expect(headers['x-content-type-options']).toBe('nosniff')
  await expect(page.locator('rect')).toHaveCount(1)
  expect(await page.locator('svg').getAttribute('data-hostile')).toBeNull()
  await context.close()
})

test('a server without a logo serves none, and its pages have Fullstop’s icon', async ({
  page,
  server,
}) => {
  expect((await fetch(`${server.url}/logo`)).status).toBe(404)
  await page.goto('/sign-in')
  await expect(page).toHaveTitle('Sign in · Fullstop')
  await expect(page.locator('link[rel="icon"]').last()).toHaveAttribute('href', '/icon.svg')
  await expect(page.locator('img')).toHaveCount(0)
})

test('a start with a logo or a colour that cannot be used is refused in one line @long', async () => {
  for (const [variables, line] of [
    [{ APP_LOGO: '/nowhere/logo.svg' }, 'APP_LOGO: /nowhere/logo.svg cannot be read (ENOENT)'],
    [{ APP_ACCENT: 'teal' }, 'APP_ACCENT: must be a colour such as #0a5f54'],
  ] as const) {
    await expect(AppServer.start(variables)).rejects.toThrow(`Fullstop cannot start: ${line}\n`)
  }
})
