import type { Page } from '@playwright/test'
import { expect, test } from './harness/fixtures'
import { ChatPage } from './harness/page/chat-page'
import { AppServer } from './harness/server/app-server'

/** Collects the browser's errors and warnings, and the paths of the page's calls. */
function watch(page: Page): { complaints: string[]; calls: string[] } {
  const complaints: string[] = []
  const calls: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (response.status() >= 400) complaints.push(`${response.status()} ${pathname}`)
  })
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/api/')) calls.push(pathname)
  })
  return { complaints, calls }
}

test('a first visit makes its guest before its first call, and no call is refused', async ({
  page,
}) => {
  const { complaints, calls } = watch(page)
  await ChatPage.open(page)
  await expect(page.getByRole('link', { name: /^Guest/ })).toBeVisible()
  await expect(page.getByText('Your chats will appear here.')).toBeVisible()
  expect(calls.slice(0, 2)).toEqual(['/api/auth/get-session', '/api/auth/sign-in/anonymous'])
  expect(complaints).toEqual([])
})

test('a first visitor is told at once what this is, and can try it', async ({ page, server }) => {
  expect(await (await fetch(server.url)).text()).toContain('Send this, then stop it')
  const gate = Promise.withResolvers<void>()
  await page.route(/\/api\/chats(\?|$)/, async (route) => {
    await gate.promise
    await route.continue()
  })
  const chat = await ChatPage.open(page)
  await expect(page.getByRole('heading', { name: 'Stop means stop' })).toBeVisible()
  await page.getByRole('button', { name: 'Send this, then stop it' }).click()
  await expect(chat.stopButton).toBeVisible()
  gate.resolve()
})

test('a first visit of the account page makes its guest as well @long', async ({ page }) => {
  const { complaints } = watch(page)
  await page.goto('/account')
  await expect(page.getByRole('heading', { name: 'Delete everything' })).toBeVisible()
  expect(complaints).toEqual([])
})

test('a page with a session makes no calls to sign in @long', async ({ page }) => {
  await ChatPage.open(page)
  await expect(page.getByRole('link', { name: /^Guest/ })).toBeVisible()
  const { complaints, calls } = watch(page)
  await page.reload()
  await expect(page.getByRole('link', { name: /^Guest/ })).toBeVisible()
  expect(calls).toContain('/api/account')
  expect(calls.filter((path) => path.startsWith('/api/auth/'))).toEqual([])
  expect(complaints).toEqual([])
})

test('a visitor whose session has ended becomes a guest all the same @long', async ({
  page,
  context,
}) => {
  await ChatPage.open(page)
  await expect(page.getByRole('link', { name: /^Guest/ })).toBeVisible()
  await context.addCookies([{ name: 'fullstop', value: 'ended.signature', url: page.url() }])
  await page.reload()
  await expect(page.getByRole('link', { name: /^Guest/ })).toBeVisible()
  await expect(page.getByText('Your chats will appear here.')).toBeVisible()
})

test('a first visit to a server without guests leads to sign-in, and no call is refused @long', async ({
  page,
}) => {
  const closed = await AppServer.start({ DEMO_MODEL: 'on', AUTH_GUESTS: 'off' })
  try {
    const { complaints, calls } = watch(page)
    for (const path of ['/', '/c/somebodys-chat', '/account']) {
      await page.goto(closed.url + path)
      const wayBack = path === '/' ? '' : `?next=${path}`
      await expect(page).toHaveURL(`${closed.url}/sign-in${wayBack}`)
      await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
    }
    expect(new Set(calls)).toEqual(new Set(['/api/sign-in-options']))
    expect(complaints).toEqual([])
  } finally {
    await closed.remove()
  }
})
