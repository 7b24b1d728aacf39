import type { Message } from '@/lib/contract/message'
import { textOf as partsText } from '@/lib/contract/message-text'
import { waitForCall } from './fake-provider/books/books'
import { expect, providerVariables, test as base } from './harness/fixtures'
import { Guest } from './harness/guest'
import { openClusterProxy } from './harness/network/cluster-proxy'
import { nginxProgram } from './harness/network/nginx'
import type { Proxy } from './harness/network/proxies'
import { ChatPage } from './harness/page/chat-page'
import type { AppServer } from './harness/server/app-server'
import { PostgresServer } from './harness/server/postgres-server'
import { RedisServer, redisProgram } from './harness/server/redis-server'
import { startServers } from './harness/server/start-servers'

type Site = { postgres: PostgresServer; servers: readonly AppServer[]; proxy: Proxy }

/** The services of compose.cluster.yaml, with the nginx that it has. */
const test = base.extend<{ site: Site }>({
  site: async ({ provider }, provide) => {
    await using opened = new AsyncDisposableStack()
    const postgres = opened.adopt(await PostgresServer.start(), (it) => it.remove())
    const redis = opened.adopt(await RedisServer.start(), (it) => it.end())
    const servers = await startServers(2, postgres, {
      ...providerVariables(provider.url),
      REDIS_URL: redis.url,
      TRUST_PROXY: '1',
    })
    for (const server of servers) opened.adopt(server, (it) => it.remove())
    const proxy = opened.adopt(await openClusterProxy(servers), (it) => it.remove())
    await provide({ postgres, servers, proxy })
  },
})

test.skip(nginxProgram === undefined, 'nginx is not installed')
test.skip(redisProgram === undefined, 'Redis is not installed')

const hasStarted = ({ output }: AppServer) => output.includes('"stream started"')

/** Makes calls one after another until the result is called, which resolves with their number. */
function keepCalling(call: () => Promise<void>): () => Promise<number> {
  let isOver = false
  const calling = (async () => {
    let made = 0
    for (; !isOver; made += 1) await call()
    return made
  })()
  // A failure is told to whoever asks for the number.
  calling.catch(() => {})
  return () => {
    isOver = true
    return calling
  }
}

test('R14 P6 P10 servers that are restarted one after the other lose no call, no answer and no reader', async ({
  site: { servers, proxy },
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page, proxy.url)
  await chat.ask(`[[key=${key} tokens=300 rate=20]]`)
  await chat.waitForWords(5)
  const owner = servers.find(hasStarted)
  const other = servers.find((server) => server !== owner)
  if (!owner || !other) throw new Error('no server has the answer')
  const guest = await Guest.signIn(proxy.url)
  const stopCalling = keepCalling(async () => {
    const { messageId, chatId } = await guest.ask('[[tokens=3 rate=0]]')
    expect((await guest.call(`/api/chats/${chatId}`)).status).toBe(200)
    const events = await guest.call(`/api/messages/${messageId}/stream`)
    expect(await events.text()).toContain('[DONE]')
    const message = await guest.json<Message>(`/api/messages/${messageId}`)
    expect(message.metadata?.status).toBe('completed')
  })

  for (const server of [owner, other]) {
    expect(await server.end('SIGTERM')).toBe(0)
    expect(await proxy.fetch(`${proxy.url}/api/ready`, {})).toMatchObject({ status: 200 })
    await server.start()
  }
  // A slow machine makes few of them.
  expect(await stopCalling()).toBeGreaterThan(4)
  const { text } = await waitForCall(provider.url, key, ({ open }) => !open)
  await expect(chat.answer).toContainText('word0299')
  expect(await chat.words()).toBe(text.trim().replaceAll(/\s+/g, ' '))
  await expect(chat.answer).not.toContainText('restarted')
  for (const { output } of servers) expect(output).not.toMatch(/"level":[56]0/)
})

test('P13 a stop gets through nginx while all other calls are answered with 503 @long', async ({
  site: { postgres, servers, proxy },
  provider,
  key,
}) => {
  const guest = await Guest.signIn(proxy.url)
  const { messageId } = await guest.ask(`[[key=${key} tokens=4000 rate=20]]`)
  await waitForCall(provider.url, key, ({ tokens }) => tokens.length > 10)
  // Only its own server knows of it now.
  await postgres.stop()
  for (let call = 0; call < 2 * servers.length; call += 1) {
    expect((await guest.call('/api/chats')).status).toBe(503)
  }
  const stopped = await Promise.all(
    servers.map(() => guest.post(`/api/messages/${messageId}/cancel`, {})),
  )
  expect(stopped.map(({ status }) => status)).toEqual(servers.map(() => 202))
  await waitForCall(provider.url, key, ({ open }) => !open)
  await postgres.start()
  const message = () => guest.json<Message>(`/api/messages/${messageId}`)
  await expect
    .poll(async () => (await message()).metadata)
    .toMatchObject({ status: 'cancelled', endReason: 'user' })
  expect(
    (await waitForCall(provider.url, key)).text.startsWith(partsText((await message()).parts)),
  ).toBe(true)
})
