import { releaseCall, waitForCall } from './fake-provider/books/books'
import { expect, providerVariables } from './harness/fixtures'
import { eventsOf, Guest, readEvents, turnOf } from './harness/guest'
import { nginxProgram } from './harness/network/nginx'
import {
  openRecommendedProxy,
  proxyNames,
  test as base,
  type Proxy,
} from './harness/network/proxies'
import { ChatPage } from './harness/page/chat-page'
import { AppServer } from './harness/server/app-server'
import { freePort } from './harness/server/free-port'

/** A server that knows the address of the proxy in front of it, and may be killed. */
const test = base.extend<{ published: { server: AppServer; proxy: Proxy } }>({
  published: async ({ provider }, provide) => {
    await using opened = new AsyncDisposableStack()
    const port = await freePort()
    const environment = {
      ...providerVariables(provider.url),
      PUBLIC_URL: `https://localhost:${port}`,
    }
    const server = opened.adopt(await AppServer.start(environment), (it) => it.remove())
    const proxy = opened.adopt(await openRecommendedProxy(server, port), (it) => it.remove())
    await provide({ server, proxy })
  },
})

test.skip(nginxProgram === undefined, 'nginx is not installed')
// The proxy's certificate is self-signed.
test.use({ ignoreHTTPSErrors: true })

for (const name of proxyNames) {
  test(`R30 R7 the response to a send through ${name} begins before the provider answers`, async ({
    guest,
    proxies,
    provider,
    key,
  }) => {
    const response = await guest
      .via(proxies[name])
      .post('/api/chat', turnOf(`[[key=${key} hold=0]]`), { 'Accept-Encoding': 'gzip' })
    expect(response.headers.get('content-encoding')).toBe(name === 'gzip nginx' ? 'gzip' : null)
    const events = eventsOf(response)
    expect((await events.next()).value).toMatchObject({ data: { type: 'start' } })
    expect(await waitForCall(provider.url, key, ({ held }) => held)).toMatchObject({ tokens: [] })
    await releaseCall(provider.url, key)
    const rest: unknown[] = []
    for await (const { data } of events) rest.push(data)
    expect(rest.slice(-2)).toMatchObject([{ type: 'finish', finishReason: 'stop' }, '[DONE]'])
  })

  test(`R30 P3 a stop through ${name} closes the provider's call, and its reader sees the end`, async ({
    guest,
    proxies,
    provider,
    key,
  }) => {
    const proxied = guest.via(proxies[name])
    const { messageId } = await proxied.ask(`[[key=${key} hold=10]]`)
    const follower = await proxied.call(`/api/messages/${messageId}/stream`)
    const { text } = await waitForCall(provider.url, key, ({ held }) => held)
    expect(await proxied.stop(messageId)).toMatchObject({ outcome: 'cancelled', text })
    expect(await waitForCall(provider.url, key, ({ open }) => !open)).toMatchObject({
      abortedByClient: true,
    })
    const events = await readEvents(follower)
    expect(events.slice(-2)).toMatchObject([
      { data: { type: 'abort', reason: 'user' } },
      { data: '[DONE]' },
    ])
  })

  test(`R30 P8 followers who leave through ${name} are noticed at once, though the answer is silent`, async ({
    guest,
    proxies,
    provider,
    key,
  }) => {
    const { messageId } = await guest.ask(`[[key=${key} hold=10]]`)
    const leaving = new AbortController()
    const { signal } = leaving
    const reading = Promise.allSettled(
      [`/api/messages/${messageId}/stream`, '/api/events'].map(async (path) =>
        readEvents(await guest.via(proxies[name]).call(path, { signal })),
      ),
    )
    await waitForCall(provider.url, key, ({ held }) => held)
    const streams = () => guest.json('/api/streams')
    await expect.poll(streams).toMatchObject({ streams: [{ messageId, followers: 2 }] })
    leaving.abort()
    await reading
    await expect.poll(streams).toMatchObject({ streams: [{ messageId, followers: 0 }] })
    await guest.stop(messageId)
  })
}

test('R30 a body that is too large is refused in our own words behind the recommended nginx', async ({
  guest,
  proxies,
}) => {
  const proxied = guest.via(proxies['recommended nginx'])
  const refused = await proxied.post('/api/chat', turnOf('x'.repeat(8_400_000)))
  expect(refused.status).toBe(413)
  expect(await refused.json()).toMatchObject({ error: { code: 'too_large' } })
})

test('R30 P9 an answer that breaks off is an error and no end through the recommended nginx', async ({
  published: { server, proxy },
  provider,
  key,
}) => {
  const guest = (await Guest.signIn(server.url)).via(proxy)
  const { messageId } = await guest.ask(`[[key=${key} hold=10]]`)
  const follower = await guest.call(`/api/messages/${messageId}/stream`)
  await waitForCall(provider.url, key, ({ held }) => held)
  await server.end('SIGKILL')
  await expect(readEvents(follower)).rejects.toThrow()
})

test('R30 the page works over HTTP/2 behind the recommended nginx, and Stop means stop', async ({
  published: { proxy },
  page,
  context,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page, proxy.url)
  const protocol = await page.evaluate(() =>
    performance
      .getEntriesByType('navigation')
      .map((entry) => (entry as PerformanceNavigationTiming).nextHopProtocol),
  )
  expect(protocol).toEqual(['h2'])
  await chat.ask(`[[key=${key} tokens=9000 rate=50]]`)
  await chat.waitForWords(10)
  await chat.pressStop()
  await expect(chat.answer).toContainText('Stopped')
  const call = await waitForCall(provider.url, key, ({ open }) => !open)
  expect(call.abortedByClient).toBe(true)
  expect(await context.cookies()).toMatchObject([{ name: '__Host-fullstop', secure: true }])
})
