import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { BrowserContext } from '@playwright/test'
import { expect, providerVariables, test as base } from './harness/fixtures'
import { Guest } from './harness/guest'
import { selfSignedCertificate } from './harness/network/self-signed-certificate'
import { ChatPage } from './harness/page/chat-page'
import { AppServer } from './harness/server/app-server'
import { freePort } from './harness/server/free-port'
import { startProviderProcess } from './harness/server/provider-process'
import { signUp } from './matrix/callers'

/** Starts servers that end with the test. */
const test = base.extend<{ start: (environment: Record<string, string>) => Promise<AppServer> }>({
  // oxlint-disable-next-line no-empty-pattern
  start: async ({}, provide) => {
    const servers: AppServer[] = []
    await provide(async (environment) => {
      const server = await AppServer.start(environment)
      servers.push(server)
      return server
    })
    for (const server of servers) await server.remove()
  },
})

/** Signs the browser in as the owner of the server. */
async function becomeOwner(context: BrowserContext, server: AppServer): Promise<void> {
  const code = /setup code on your account page: (\S+)/.exec(server.output)?.[1] ?? ''
  const { headers } = await signUp(server, 'owner')
  const claimed = await fetch(`${server.url}/api/owner`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify({ code }),
  })
  expect(claimed.status).toBe(204)
  const [name = '', value = ''] = (headers['Cookie'] ?? '').split(/=(.*)/s)
  await context.addCookies([{ name, value, url: server.url }])
}

test('R25 the details of an answer say why its call failed, to the owner and nobody else', async ({
  start,
  provider,
  browser,
}) => {
  const server = await start(providerVariables(provider.url))
  const { host } = new URL(provider.url)
  for (const who of ['owner', 'guest']) {
    const context = await browser.newContext({ baseURL: server.url })
    if (who === 'owner') await becomeOwner(context, server)
    const chat = await ChatPage.open(await context.newPage())
    await chat.ask('[[status=401]]')
    await expect(chat.answer).toContainText('The provider rejected the API key.')
    const id = await chat.answer.getAttribute('data-message-id')
    await chat.answer.getByRole('button', { name: 'Details' }).click()
    const details = chat.page.getByRole('dialog', { name: 'Details of this answer' })
    await expect(details.getByRole('term').getByText('Model', { exact: true })).toBeVisible()
    const answered = await chat.page.request.get(`/api/messages/${id}`)
    if (who === 'owner') {
      await expect(details).toContainText(`${host}/v1/chat/completions`)
      await expect(details).toContainText('HTTP status401')
      await expect(details).toContainText('Codeinvalid_api_key')
      await expect(details.getByRole('term').getByText('Request ID')).toBeVisible()
      expect(await answered.json()).toMatchObject({
        metadata: { error: { call: { attempt: 1, status: 401, host } } },
      })
    } else {
      await expect(details).not.toContainText('HTTP status')
      expect(await answered.text()).not.toContain(host)
    }
    await context.close()
  }
})

test('R25 a certificate that nobody vouches for is named in the log @long', async ({ start }) => {
  const { certificate, key } = selfSignedCertificate()
  const vendor = createServer({ cert: certificate, key }).listen(0, '127.0.0.1')
  await once(vendor, 'listening')
  const { port } = vendor.address() as AddressInfo
  try {
    const server = await start({
      COMPATIBLE_BASE_URL: `https://localhost:${port}/v1`,
      COMPATIBLE_MODELS: 'm',
    })
    const guest = await Guest.signIn(server.url)
    const { messageId } = await guest.ask('A secret question', { model: 'compatible/m' })
    await (await guest.call(`/api/messages/${messageId}/stream`)).text()
    // The log is complete once the server has ended.
    await server.end()
    const failed = server.output.split('\n').filter((line) => line.includes('a call to a provider'))
    expect(failed).toHaveLength(3)
    expect(JSON.parse(failed[2] ?? '{}')).toMatchObject({
      attempt: 3,
      cause: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      host: `localhost:${port}`,
      path: '/v1/chat/completions',
      reason: 'provider_unreachable',
      messageId,
    })
    expect(server.output).not.toContain('secret')
  } finally {
    vendor.close()
  }
})

test('R26 the page says which provider cannot be reached, with its address to the owner alone @long', async ({
  start,
  browser,
}) => {
  const address = `http://localhost:${await freePort()}`
  const server = await start({ OLLAMA_BASE_URL: address })
  const pages = []
  for (const who of ['guest', 'owner']) {
    const context = await browser.newContext({ baseURL: server.url })
    if (who === 'owner') await becomeOwner(context, server)
    const { page } = await ChatPage.open(await context.newPage())
    pages.push(page)
    const where = who === 'owner' ? ` at ${address}` : ''
    await expect(
      page.getByText(`Could not reach Ollama${where}, so there is no model to ask.`),
    ).toBeVisible()
    expect((await page.request.get('/api/models')).ok()).toBe(true)
    const list = await (await page.request.get('/api/models')).text()
    expect(list.includes(address)).toBe(who === 'owner')
  }
  for (const page of pages) await page.context().close()
  // The log is complete once the server has ended.
  await server.end()
  expect(server.output.match(/"listing models failed"/g)).toHaveLength(1)
  expect(server.output).toContain('"cause":"ECONNREFUSED"')
})

test('R26 a provider that comes back is listed on a page that is open @long', async ({
  start,
  page,
}) => {
  const port = await freePort()
  const server = await start({
    OLLAMA_BASE_URL: `http://localhost:${port}/ollama`,
    DEMO_MODEL: 'on',
  })
  await page.clock.install()
  await page.goto(server.url)
  await expect(page.getByText('Could not reach Ollama.')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Model: / })).toBeVisible()
  const provider = await startProviderProcess(port)
  try {
    await expect(async () => {
      await page.clock.fastForward(16_000)
      await expect(page.getByText('Could not reach Ollama.')).toBeHidden({ timeout: 500 })
    }).toPass({ timeout: 20_000 })
    await page.getByRole('button', { name: /^Model: / }).click()
    await expect(page.getByRole('menuitemradio', { name: 'fake-thinker' })).toBeVisible()
  } finally {
    await provider.end()
  }
})
