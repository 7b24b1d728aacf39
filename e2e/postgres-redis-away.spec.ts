import { setTimeout as pause } from 'node:timers/promises'
import type { Chat } from '@/lib/contract/chat'
import type { Message } from '@/lib/contract/message'
import { textOf } from '@/lib/contract/message-text'
import { waitForCall } from './fake-provider/books/books'
import { signInAtBoth, startTwoServers } from './harness/cluster/two-servers'
import { expect, test } from './harness/fixtures'
import { eventsOf, readMeanwhile, textIn } from './harness/guest'
import { longUnless } from './harness/long-unless'
import { type RedisServer, redisProgram } from './harness/server/redis-server'

/** How long Redis is away, in milliseconds. */
const A_BAD_WHILE = 10_000

const GONE = '(gone)'

/** Reads everything of a person until each of these chats has this title, or is told to be gone. */
async function untilTold(response: Response, chats: Record<string, string>): Promise<void> {
  const left = new Map(Object.entries(chats))
  for await (const { data } of eventsOf(response)) {
    const { chat, chatDeleted } = data as { chat?: Chat; chatDeleted?: string }
    if (chat && left.get(chat.id) === chat.title) left.delete(chat.id)
    if (chatDeleted !== undefined && left.get(chatDeleted) === GONE) left.delete(chatDeleted)
    if (left.size === 0) return
  }
  throw new Error('the response has ended')
}

/** Empties Redis again and again, until it is disposed of. */
function keepEmpty(redis: RedisServer): AsyncDisposable {
  let isOver = false
  const emptying = (async () => {
    while (!isOver) {
      await redis.empty()
      await pause(10)
    }
  })()
  // Its failure is told when it is disposed of.
  emptying.catch(() => {})
  return {
    async [Symbol.asyncDispose]() {
      isOver = true
      await emptying
    },
  }
}

test.describe('R28 the Redis of two servers', () => {
  test.skip(redisProgram === undefined, 'Redis is not installed')

  for (const [what, takeAway, bringBack] of [
    ['killed', (redis: RedisServer) => redis.kill(), (redis: RedisServer) => redis.start()],
    [
      'frozen',
      async (redis: RedisServer) => redis.freeze(),
      async (redis: RedisServer) => redis.thaw(),
    ],
  ] as const) {
    test(`P1 P3 P6 P13 a Redis that is ${what} for 10 s stops no answer and no stop, and readers elsewhere miss nothing${longUnless(what === 'killed')}`, async ({
      provider,
      key,
    }) => {
      await using servers = await startTwoServers(provider.url)
      const { redis, one: owner, other } = servers
      const { here, there } = await signInAtBoth(servers)
      const [goesOn, stopped] = [`${key}-on`, `${key}-stopped`]
      const { messageId } = await here.ask(`[[key=${goesOn} tokens=400 rate=20]]`)
      const ofStopped = await here.ask(`[[key=${stopped} tokens=4000 rate=20]]`)
      const reading = readMeanwhile(await there.call(`/api/messages/${messageId}/stream`))
      const [renamed, deleted] = [
        await here.ask('[[tokens=1 rate=0]]'),
        await here.ask('[[tokens=1 rate=0]]'),
      ]
      const everything = await there.call('/api/events')
      const told = untilTold(everything, {
        [renamed.chatId]: 'Renamed meanwhile',
        [deleted.chatId]: GONE,
      })
      told.catch(() => {})
      await waitForCall(provider.url, goesOn, ({ tokens }) => tokens.length > 20)

      await takeAway(redis)
      const takenAt = performance.now()
      await expect.poll(() => other.output).toContain('Redis is away')
      // The way of the stop is the database: its answer is at the other server.
      const outcome = await there.stop(ofStopped.messageId)
      expect(outcome).toMatchObject({ outcome: 'cancelled', endReason: 'user' })
      expect((await waitForCall(provider.url, stopped)).open).toBe(false)
      await here.call(`/api/chats/${renamed.chatId}`, {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ title: 'Renamed meanwhile' }),
      })
      await here.call(`/api/chats/${deleted.chatId}`, { method: 'DELETE' })
      const sent = await there.ask('[[tokens=3 rate=0]]')
      await (await there.call(`/api/messages/${sent.messageId}/stream`)).text()
      await pause(A_BAD_WHILE - (performance.now() - takenAt))
      await bringBack(redis)

      await told
      const events = await reading
      const { text, tokens } = await waitForCall(provider.url, goesOn, ({ open }) => !open)
      expect(tokens).toHaveLength(400)
      expect(textIn(events)).toBe(text)
      expect(events.at(-1)?.data).toBe('[DONE]')
      expect(textOf((await there.json<Message>(`/api/messages/${messageId}`)).parts)).toBe(text)
      await expect.poll(() => other.output).toContain('the other servers are heard again')
      for (const { output } of [owner, other]) {
        expect(output).not.toMatch(/"level":[56]0/)
        // Once, and not once a second.
        expect(output.match(/Redis is away/g)?.length).toBeLessThan(3)
      }
    })
  }

  test('P1 P3 P6 P13 a Redis that is emptied again and again loses no text, no stop and no news @long', async ({
    provider,
    key,
  }) => {
    await using servers = await startTwoServers(provider.url)
    const { redis, one: owner, other } = servers
    const { here, there } = await signInAtBoth(servers)
    const [goesOn, stopped] = [`${key}-on`, `${key}-stopped`]
    const { messageId } = await here.ask(`[[key=${goesOn} tokens=200 rate=50]]`)
    const ofStopped = await here.ask(`[[key=${stopped} tokens=4000 rate=50]]`)
    const renamed = await here.ask('[[tokens=1 rate=0]]')
    const reading = readMeanwhile(await there.call(`/api/messages/${messageId}/stream`))
    const everything = await there.call('/api/events')
    const told = untilTold(everything, { [renamed.chatId]: 'Renamed meanwhile' })
    told.catch(() => {})
    await using _emptying = keepEmpty(redis)
    await waitForCall(provider.url, stopped, ({ tokens }) => tokens.length > 50)
    expect(await there.stop(ofStopped.messageId)).toMatchObject({ outcome: 'cancelled' })
    await here.call(`/api/chats/${renamed.chatId}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ title: 'Renamed meanwhile' }),
    })
    await told
    const events = await reading
    const { text, tokens } = await waitForCall(provider.url, goesOn, ({ open }) => !open)
    expect(tokens).toHaveLength(200)
    expect(textIn(events)).toBe(text)
    for (const { output } of [owner, other]) expect(output).not.toMatch(/"level":[456]0/)
  })
})
