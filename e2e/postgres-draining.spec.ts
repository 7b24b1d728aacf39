import type { PersonEvent } from '@/lib/contract/event'
import type { Message } from '@/lib/contract/message'
import { textOf as partsText } from '@/lib/contract/message-text'
import { releaseCall, waitForCall } from './fake-provider/books/books'
import { expect, providerVariables, test as base } from './harness/fixtures'
import { eventsOf, Guest, readEvents, textIn, turnOf } from './harness/guest'
import type { AppServer } from './harness/server/app-server'
import { PostgresServer } from './harness/server/postgres-server'
import { RedisServer, redisProgram } from './harness/server/redis-server'
import { startServers } from './harness/server/start-servers'

type StartServers = (count: number, variables?: Record<string, string>) => Promise<AppServer[]>

/** Servers that share a PostgreSQL and, where it is installed, a Redis. */
const test = base.extend<{ startTogether: StartServers; postgres: PostgresServer }>({
  // oxlint-disable-next-line no-empty-pattern
  postgres: async ({}, provide) => {
    const postgres = await PostgresServer.start()
    await provide(postgres)
    await postgres.remove()
  },
  startTogether: async ({ provider, postgres }, provide) => {
    const redis = redisProgram === undefined ? undefined : await RedisServer.start()
    const all: AppServer[] = []
    await provide(async (count, variables = {}) => {
      const servers = await startServers(count, postgres, {
        ...providerVariables(provider.url),
        ...(redis && { REDIS_URL: redis.url }),
        ...variables,
      })
      all.push(...servers)
      return servers
    })
    await Promise.all(all.map((server) => server.remove()))
    await redis?.end()
  },
})

const statusOf = async (guest: Guest, messageId: string) =>
  (await guest.json<Message>(`/api/messages/${messageId}`)).metadata?.status

test('P10 a server on PostgreSQL that is alone ends its answers at once @long', async ({
  startTogether,
  provider,
  key,
}) => {
  const [server] = (await startTogether(1)) as [AppServer]
  const guest = await Guest.signIn(server.url)
  const { messageId } = await guest.ask(`[[key=${key} hold=5]]`)
  await waitForCall(provider.url, key, ({ held }) => held)
  const toldAt = performance.now()
  expect(await server.end('SIGTERM')).toBe(0)
  expect(performance.now() - toldAt).toBeLessThan(15_000)
  expect(server.output).not.toContain('"msg":"draining"')
  const { text } = await waitForCall(provider.url, key, ({ open }) => !open)
  await server.start()
  const message = await guest.json<Message>(`/api/messages/${messageId}`)
  expect(message.metadata).toMatchObject({ status: 'interrupted', endReason: 'shutdown' })
  expect(partsText(message.parts)).toBe(text)
})

test('P6 P8 P10 a server that is told to stop hands its readers over, and its answers end in their time', async ({
  startTogether,
  provider,
  key,
}) => {
  // The shortest grace of all: a reader who is sent on has not left.
  const [leaving, staying] = (await startTogether(2, { STREAM_GRACE_MS: '0' })) as [
    AppServer,
    AppServer,
  ]
  const here = await Guest.signIn(leaving.url)
  const there = here.at(staying.url)
  const [followed, stopped] = [`${key}-followed`, `${key}-stopped`]
  const { messageId } = await here.ask(`[[key=${followed} tokens=40 hold=20]]`)
  const follower = await here.call(`/api/messages/${messageId}/stream`)
  const person = await here.call('/api/events')
  const sender = await here.post('/api/chat', turnOf(`[[key=${stopped} hold=5]]`))
  const stoppedId = sender.headers.get('X-Message-Id') ?? ''
  for (const held of [followed, stopped]) await waitForCall(provider.url, held, (call) => call.held)

  const exited = leaving.end('SIGTERM')
  const [before, everything] = await Promise.all([readEvents(follower), readEvents(person)])
  // A clean end, which is not that of the answer.
  expect(before.map(({ data }) => data)).not.toContain('[DONE]')
  const reached = before.at(-1)?.id ?? ''
  const after = await there.call(`/api/messages/${messageId}/stream`, {
    headers: { 'Last-Event-ID': reached },
  })
  const lastEventId = everything.findLast(({ id }) => id !== undefined)?.id ?? ''
  const feed = eventsOf(
    await there.call('/api/events', { headers: { 'Last-Event-ID': lastEventId } }),
  )

  expect((await here.post('/api/chat', turnOf('[[tokens=1]]'))).status).toBe(503)
  const sent = await there.ask('[[tokens=3 rate=0]]')
  await expect.poll(() => statusOf(there, sent.messageId)).toBe('completed')
  expect(await there.stop(stoppedId)).toMatchObject({ outcome: 'cancelled' })
  // Its sender reads it where it runs, to the end.
  expect((await readEvents(sender)).at(-1)?.data).toBe('[DONE]')

  await releaseCall(provider.url, followed)
  const { text } = await waitForCall(provider.url, followed, ({ open }) => !open)
  const rest = await readEvents(after)
  expect(rest.at(-1)?.data).toBe('[DONE]')
  expect(textIn(before) + textIn(rest)).toBe(text)
  for await (const { data } of feed) {
    const event = data as PersonEvent
    if ('chunk' in event && event.messageId === messageId && event.chunk.type === 'finish') break
  }
  expect(await exited).toBe(0)
  expect(await statusOf(there, messageId)).toBe('completed')
  for (const { output } of [leaving, staying]) expect(output).not.toMatch(/"level":[56]0/)
})

test('P10 an answer that is left after DRAIN_MS is interrupted, and goes on at another server @long', async ({
  startTogether,
  provider,
  key,
}) => {
  const [leaving, staying] = (await startTogether(2, { DRAIN_MS: '1500' })) as [
    AppServer,
    AppServer,
  ]
  const here = await Guest.signIn(leaving.url)
  const { chatId, messageId } = await here.ask(`[[key=${key} hold=5]]`)
  await waitForCall(provider.url, key, ({ held }) => held)
  expect(await leaving.end('SIGTERM')).toBe(0)
  const { text } = await waitForCall(provider.url, key, ({ open }) => !open)
  const there = here.at(staying.url)
  const message = await there.json<Message>(`/api/messages/${messageId}`)
  expect(message.metadata).toMatchObject({ status: 'interrupted', endReason: 'shutdown' })
  expect(partsText(message.parts)).toBe(text)
  const goOn = { id: chatId, trigger: 'continue-message', messageId }
  expect((await there.post('/api/chat', goOn)).status).toBe(200)
})

test('P10 a server whose database is away drains all the same, and saves all once that is back @long', async ({
  startTogether,
  postgres,
  provider,
  key,
}) => {
  const [server] = (await startTogether(1)) as [AppServer]
  const guest = await Guest.signIn(server.url)
  const { messageId } = await guest.ask(`[[key=${key} hold=20]]`)
  await waitForCall(provider.url, key, ({ held }) => held)
  await postgres.stop()
  const exited = server.end('SIGTERM')
  await expect.poll(() => server.output).toContain('"msg":"draining"')
  await releaseCall(provider.url, key)
  const { text } = await waitForCall(provider.url, key, ({ open }) => !open)
  await postgres.start()
  expect(await exited).toBe(0)
  await server.start()
  const message = await guest.json<Message>(`/api/messages/${messageId}`)
  expect(message.metadata).toMatchObject({ status: 'completed' })
  expect(partsText(message.parts)).toBe(text)
})
