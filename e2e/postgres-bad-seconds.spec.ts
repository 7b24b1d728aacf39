import { setTimeout as pause } from 'node:timers/promises'
import type { Chat } from '@/lib/contract/chat'
import type { Message } from '@/lib/contract/message'
import { textOf as partsText } from '@/lib/contract/message-text'
import { waitForCall } from './fake-provider/books/books'
import { expect, providerVariables, test } from './harness/fixtures'
import { eventsOf, Guest, readEvents, turnOf, type WireEvent } from './harness/guest'
import { longUnless } from './harness/long-unless'
import type { AppServer } from './harness/server/app-server'
import { PostgresServer } from './harness/server/postgres-server'
import { RedisServer, redisProgram } from './harness/server/redis-server'
import { startServers } from './harness/server/start-servers'

/** As long as the issue of each of these days lasts, in milliseconds. */
const A_BAD_WHILE = 10_000

const GONE = '(gone)'

const textOf = ({ parts }: Message) => partsText(parts)

const textIn = (events: readonly WireEvent[]) =>
  events.map(({ data }) => (data as { delta?: string }).delta ?? '').join('')

/** Reads a response to its end meanwhile. Whoever awaits it hears of a failure, and nobody else does. */
function readMeanwhile(response: Response): Promise<WireEvent[]> {
  const reading = readEvents(response)
  // Else the end of the servers, after a test that has failed, would pass for why it did.
  reading.catch(() => {})
  return reading
}

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

/** Two servers with one database and one Redis; a guest at the one, and the same guest at the other. */
async function startTwo(providerUrl: string, variables: Record<string, string> = {}) {
  await using opened = new AsyncDisposableStack()
  const postgres = opened.adopt(await PostgresServer.start(), (it) => it.remove())
  const redis = opened.adopt(await RedisServer.start(), (it) => it.end())
  const [owner, other] = (await startServers(2, postgres, {
    ...providerVariables(providerUrl),
    REDIS_URL: redis.url,
    ...variables,
  })) as [AppServer, AppServer]
  for (const server of [owner, other]) opened.adopt(server, (it) => it.remove())
  const here = await Guest.signIn(owner.url)
  const parts = opened.move()
  return {
    postgres,
    redis,
    owner,
    other,
    here,
    there: here.at(other.url),
    remove: () => parts.disposeAsync(),
  }
}

test('P9 four servers that start at once on an empty database all come up, and are one installation @long', async ({
  provider,
}) => {
  const postgres = await PostgresServer.start()
  const servers = await startServers(4, postgres, providerVariables(provider.url))
  try {
    const guest = await Guest.signIn(servers[0]?.url ?? '')
    const { chatId, messageId } = await guest.ask('[[tokens=3 rate=0]]')
    await (await guest.call(`/api/messages/${messageId}/stream`)).text()
    for (const { url, output } of servers) {
      const message = await guest.at(url).json<Message>(`/api/messages/${messageId}`)
      expect(message.metadata).toMatchObject({ chatId, status: 'completed' })
      expect(output).not.toMatch(/"level":[56]0/)
    }
    const applied = postgres.ask('SELECT count(*), count(DISTINCT hash) FROM __drizzle_migrations')
    const [all, distinct] = applied.trim().split('|')
    expect(all).toBe(distinct)
  } finally {
    await Promise.all(servers.map((server) => server.remove()))
    await postgres.remove()
  }
})

test.describe('10 bad seconds of two servers', () => {
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
      const { redis, owner, other, here, there, remove } = await startTwo(provider.url)
      try {
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
        expect(textOf(await there.json<Message>(`/api/messages/${messageId}`))).toBe(text)
        await expect.poll(() => other.output).toContain('the other servers are heard again')
        for (const { output } of [owner, other]) {
          expect(output).not.toMatch(/"level":[56]0/)
          // Once, and not once a second.
          expect(output.match(/Redis is away/g)?.length).toBeLessThan(3)
        }
      } finally {
        await remove()
      }
    })
  }

  test('P1 P3 P6 P13 a Redis that is emptied again and again loses no text, no stop and no news @long', async ({
    provider,
    key,
  }) => {
    const { redis, owner, other, here, there, remove } = await startTwo(provider.url)
    try {
      const [goesOn, stopped] = [`${key}-on`, `${key}-stopped`]
      const { messageId } = await here.ask(`[[key=${goesOn} tokens=200 rate=50]]`)
      const ofStopped = await here.ask(`[[key=${stopped} tokens=4000 rate=50]]`)
      const renamed = await here.ask('[[tokens=1 rate=0]]')
      const reading = readMeanwhile(await there.call(`/api/messages/${messageId}/stream`))
      const everything = await there.call('/api/events')
      const told = untilTold(everything, { [renamed.chatId]: 'Renamed meanwhile' })
      told.catch(() => {})
      let isOver = false
      const emptying = (async () => {
        while (!isOver) {
          await redis.empty()
          await pause(10)
        }
      })()
      await waitForCall(provider.url, stopped, ({ tokens }) => tokens.length > 50)
      expect(await there.stop(ofStopped.messageId)).toMatchObject({ outcome: 'cancelled' })
      await here.call(`/api/chats/${renamed.chatId}`, {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ title: 'Renamed meanwhile' }),
      })
      await told
      const events = await reading
      isOver = true
      await emptying
      const { text, tokens } = await waitForCall(provider.url, goesOn, ({ open }) => !open)
      expect(tokens).toHaveLength(200)
      expect(textIn(events)).toBe(text)
      for (const { output } of [owner, other]) expect(output).not.toMatch(/"level":[456]0/)
    } finally {
      await remove()
    }
  })

  test('P1 P3 P9 P13 a PostgreSQL that is away for 10 s ends no answer, and all of it is saved after that @long', async ({
    provider,
    key,
  }) => {
    const { postgres, owner, other, here, there, remove } = await startTwo(provider.url)
    try {
      const [goesOn, stopped] = [`${key}-on`, `${key}-stopped`]
      const { messageId } = await here.ask(`[[key=${goesOn} tokens=400 rate=20]]`)
      const ofStopped = await here.ask(`[[key=${stopped} tokens=4000 rate=20]]`)
      const reading = readMeanwhile(await there.call(`/api/messages/${messageId}/stream`))
      // The other server then knows whose answer it is.
      const watching = readMeanwhile(
        await there.call(`/api/messages/${ofStopped.messageId}/stream`),
      )
      for (const one of [goesOn, stopped]) {
        await waitForCall(provider.url, one, ({ tokens }) => tokens.length > 20)
      }
      await postgres.stop()
      const takenAt = performance.now()
      const stopping = there.post(`/api/messages/${ofStopped.messageId}/cancel`, {})
      await waitForCall(provider.url, stopped, ({ open }) => !open)
      expect(await (await stopping).json()).toMatchObject({ outcome: 'unconfirmed' })
      for (const call of [there.call('/api/chats'), there.post('/api/chat', turnOf('Hello?'))]) {
        const refused = await call
        expect(refused.status).toBe(503)
        expect(await refused.json()).toMatchObject({ error: { code: 'unavailable' } })
      }
      await pause(A_BAD_WHILE - (performance.now() - takenAt))
      await postgres.start()

      const events = await reading
      const { text, tokens } = await waitForCall(provider.url, goesOn, ({ open }) => !open)
      expect(tokens).toHaveLength(400)
      expect(textIn(events)).toBe(text)
      const message = (id: string) => there.json<Message>(`/api/messages/${id}`)
      await expect
        .poll(async () => (await message(messageId)).metadata)
        .toMatchObject({ status: 'completed' })
      expect(textOf(await message(messageId))).toBe(text)
      expect((await watching).at(-1)?.data).toBe('[DONE]')
      const cut = await message(ofStopped.messageId)
      expect(cut.metadata).toMatchObject({ status: 'cancelled', endReason: 'user' })
      const generated = await waitForCall(provider.url, stopped)
      expect(generated.text.startsWith(textOf(cut))).toBe(true)
      for (const { output } of [owner, other]) {
        expect(output).toContain('the lease could not be renewed')
        expect(output).not.toContain('a call failed')
        expect(output).not.toContain('word0010')
      }
      expect(owner.output).toContain('saving text failed, trying again')
    } finally {
      await remove()
    }
  })

  test('P2 P9 an owner that stands still for 10 s has lost its answer, and changes nothing when it goes on @long', async ({
    provider,
    key,
  }) => {
    const { owner, other, here, there, remove } = await startTwo(provider.url)
    try {
      const { chatId, messageId } = await here.ask(`[[key=${key} tokens=4000 rate=20]]`)
      const reading = readMeanwhile(await there.call(`/api/messages/${messageId}/stream`))
      await waitForCall(provider.url, key, ({ tokens }) => tokens.length > 40)
      owner.freeze()
      const frozenAt = performance.now()
      const message = () => there.json<Message>(`/api/messages/${messageId}`)
      await expect
        .poll(async () => (await message()).metadata, { timeout: A_BAD_WHILE })
        .toMatchObject({ status: 'interrupted', endReason: 'crash' })
      const events = await reading
      expect(events.at(-1)?.data).toBe('[DONE]')
      const kept = await message()
      // Its reader is shown what is kept, and no more.
      expect(textIn(events).startsWith(textOf(kept))).toBe(true)
      await pause(A_BAD_WHILE - (performance.now() - frozenAt))
      owner.thaw()

      const { text } = await waitForCall(provider.url, key, ({ open }) => !open)
      expect(text.startsWith(textOf(kept))).toBe(true)
      expect(textOf(kept)).toContain('word0030')
      await expect.poll(() => here.json('/api/streams')).toEqual({ streams: [] })
      expect(await message()).toEqual(kept)
      expect(await here.json<Message>(`/api/messages/${messageId}`)).toEqual(kept)
      const goOn = { id: chatId, trigger: 'continue-message', messageId }
      expect((await here.post('/api/chat', goOn)).status).toBe(200)
      expect(other.output.match(/recovered streams that a crash had left/g)).toHaveLength(1)
    } finally {
      await remove()
    }
  })

  test('P9 an answer of a server that is killed is interrupted by the other within five seconds @long', async ({
    provider,
    key,
  }) => {
    const { owner, other, here, there, remove } = await startTwo(provider.url)
    try {
      const { chatId, messageId } = await here.ask(`[[key=${key} tokens=4000 rate=20]]`)
      const reading = readEvents(await there.call(`/api/messages/${messageId}/stream`))
      await waitForCall(provider.url, key, ({ tokens }) => tokens.length > 40)
      const killedAt = Date.now()
      await owner.end('SIGKILL')
      const events = await reading
      const message = await there.json<Message>(`/api/messages/${messageId}`)
      expect(message.metadata).toMatchObject({ status: 'interrupted', endReason: 'crash' })
      expect(Date.parse(message.metadata?.endedAt ?? '') - killedAt).toBeLessThanOrEqual(5_000)
      await expect.poll(() => other.output).toContain('"interrupted":1')
      const { text } = await waitForCall(provider.url, key, ({ open }) => !open)
      expect(text.startsWith(textOf(message))).toBe(true)
      // Of what the reader had been shown, at most 250 ms is missing: five tokens, and one under way.
      const lost = textIn(events).length - textOf(message).length
      expect(lost).toBeLessThanOrEqual(6 * 'word0000 '.length)
      const goOn = { id: chatId, trigger: 'continue-message', messageId }
      expect((await there.post('/api/chat', goOn)).status).toBe(200)
    } finally {
      await remove()
    }
  })
})
