import type { Message } from '@/lib/contract/message'
import { textOf } from '@/lib/contract/message-text'
import { waitForCall } from './fake-provider/books/books'
import { expect, providerVariables, test as base } from './harness/fixtures'
import { Guest } from './harness/guest'
import type { AppServer } from './harness/server/app-server'
import { PgBouncer, pgBouncerProgram } from './harness/server/pgbouncer'
import { PostgresServer } from './harness/server/postgres-server'
import { RedisServer, redisProgram } from './harness/server/redis-server'
import { startServers } from './harness/server/start-servers'

/** Fewer than the servers would open themselves, so that their transactions share connections. */
const CONNECTIONS = 4

type Installation = { postgres: PostgresServer; one: AppServer; other: AppServer }

/** Two servers behind a PgBouncer. */
const test = base.extend<{ installation: Installation }>({
  installation: async ({ provider }, provide) => {
    const postgres = await PostgresServer.start()
    const redis = await RedisServer.start()
    const pooler = await PgBouncer.start(postgres.url(), CONNECTIONS)
    const [one, other] = (await startServers(2, postgres, {
      ...providerVariables(provider.url),
      DATABASE_URL: pooler.url(),
      DATABASE_URL_UNPOOLED: postgres.url(),
      REDIS_URL: redis.url,
    })) as [AppServer, AppServer]
    await provide({ postgres, one, other })
    await Promise.all([one.remove(), other.remove()])
    await pooler.remove()
    await redis.end()
    await postgres.remove()
  },
})

test.skip(
  redisProgram === undefined || pgBouncerProgram === undefined,
  'Redis or PgBouncer is not installed',
)

test('P1 P3 P6 servers behind PgBouncer answer, follow and stop as on connections of their own', async ({
  installation: { postgres, one, other },
  provider,
  key,
}) => {
  const guests = await Promise.all(Array.from({ length: 12 }, () => Guest.signIn(one.url)))
  await Promise.all(
    guests.map(async (here, number) => {
      const there = here.at(other.url)
      const [whole, stopped] = [`${key}-${number}-whole`, `${key}-${number}-stopped`]
      const sent = await here.ask(`[[key=${whole} tokens=40 rate=20]]`)
      const toStop = await there.ask(`[[key=${stopped} tokens=4000 rate=20]]`)
      await waitForCall(provider.url, stopped, ({ tokens }) => tokens.length > 10)
      expect(await here.stop(toStop.messageId)).toMatchObject({ outcome: 'cancelled' })
      await (await there.call(`/api/messages/${sent.messageId}/stream`)).text()
      for (const [name, { messageId }] of [
        [whole, sent],
        [stopped, toStop],
      ] as const) {
        const { text } = await waitForCall(provider.url, name, ({ open }) => !open)
        const kept = textOf((await there.json<Message>(`/api/messages/${messageId}`)).parts)
        expect(kept).not.toBe('')
        expect(text.startsWith(kept)).toBe(true)
        if (name === whole) expect(kept).toBe(text)
      }
      const found = await there.json<{ chats: { id: string }[] }>('/api/chats?query=word0003')
      expect(found.chats.map(({ id }) => id)).toContain(sent.chatId)
      expect((await here.call(`/api/chats/${sent.chatId}`, { method: 'DELETE' })).status).toBe(204)
      expect((await there.call(`/api/chats/${sent.chatId}`)).status).toBe(404)
    }),
  )
  const connections = postgres.ask(
    `SELECT count(*) FROM pg_stat_activity WHERE application_name = 'fullstop'`,
  )
  expect(Number(connections)).toBeLessThanOrEqual(CONNECTIONS)
  for (const { output } of [one, other]) expect(output).not.toMatch(/"level":[456]0/)
})

test('P9 an answer of a killed server behind PgBouncer is interrupted by the other one @long', async ({
  installation: { one, other },
  provider,
  key,
}) => {
  const here = await Guest.signIn(one.url)
  const { messageId } = await here.ask(`[[key=${key} tokens=4000 rate=20]]`)
  await waitForCall(provider.url, key, ({ tokens }) => tokens.length > 20)
  await one.end('SIGKILL')
  const read = async () =>
    (await here.at(other.url).json<Message>(`/api/messages/${messageId}`)).metadata
  await expect.poll(read).toMatchObject({ status: 'interrupted', endReason: 'crash' })
})
