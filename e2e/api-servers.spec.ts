import type { PersonEvent } from '@/lib/contract/event'
import { expect, test } from './harness/fixtures'
import { eventsOf, Guest } from './harness/guest'
import { AppServer } from './harness/server/app-server'
import { RedisServer, redisProgram } from './harness/server/redis-server'

const json = { 'Content-Type': 'application/json' }

/** Two servers with one Redis and the same guest, each with its copy of one database. */
async function startServers(redis: RedisServer) {
  const environment = {
    AUTH_SECRET: 'a secret that both of these servers have',
    REDIS_URL: redis.url,
  }
  const one = await AppServer.start(environment)
  await expect.poll(() => one.output).toContain('Redis is there')
  const guest = await Guest.signIn(one.url)
  await one.end()
  const other = await AppServer.startOnCopy(one.databaseFile, environment)
  await one.start()
  await expect.poll(() => one.output.match(/Redis is there/g)?.length).toBe(2)
  await expect.poll(() => other.output).toContain('Redis is there')
  return { one, other, guest }
}

/** What a guest is told by a server, from now on. */
async function watch(guest: Guest, { url }: AppServer): Promise<PersonEvent[]> {
  const told: PersonEvent[] = []
  const response = await guest.at(url).call('/api/events')
  const read = async () => {
    for await (const { data } of eventsOf(response)) told.push(data as PersonEvent)
  }
  // The end of the server ends it, too.
  read().catch(() => {})
  return told
}

test.describe('R28 two servers with one Redis', () => {
  test.skip(redisProgram === undefined, 'Redis is not installed')

  test('P6 a chat that one server makes, changes or deletes is told to a reader at the other', async ({
    database,
  }) => {
    test.skip(database === 'postgres', 'is about a SQLite file')
    const redis = await RedisServer.start()
    const { one, other, guest } = await startServers(redis)
    try {
      const here = await watch(guest, one)
      const there = await watch(guest, other)
      const rename = (title: string) =>
        guest.at(one.url).call('/api/chats/c1', {
          method: 'PATCH',
          headers: json,
          body: JSON.stringify({ title }),
        })
      const titled = (title: string) =>
        expect.objectContaining({ chat: expect.objectContaining({ id: 'c1', title }) as unknown })

      await guest.at(one.url).post('/api/chats', { id: 'c1', title: 'Made' })
      await expect.poll(() => there).toContainEqual(titled('Made'))
      // An answer that streams at one server does not stop the news at the other.
      await guest.at(one.url).ask('Hello', { id: 'c1', assistantMessageId: 'a1' })
      await expect
        .poll(() => there)
        .toContainEqual({
          chat: expect.objectContaining({ id: 'c1', activeMessageId: 'a1' }) as unknown,
        })
      await rename('Renamed')
      await expect.poll(() => there).toContainEqual(titled('Renamed'))

      await redis.kill()
      await expect.poll(() => one.output).toContain('Redis is away')
      await rename('While Redis is away')
      await expect.poll(() => here).toContainEqual(titled('While Redis is away'))
      await redis.start()
      await expect
        .poll(async () => {
          await rename('Redis is back')
          return there
        })
        .toContainEqual(titled('Redis is back'))
      expect(there).not.toContainEqual(titled('While Redis is away'))

      await guest.at(one.url).call('/api/chats/c1', { method: 'DELETE' })
      await expect.poll(() => there).toContainEqual({ chatDeleted: 'c1' })
      for (const { output } of [one, other]) expect(output).not.toMatch(/"level":[56]0/)
    } finally {
      await Promise.all([one.remove(), other.remove()])
      await redis.end()
    }
  })
})
