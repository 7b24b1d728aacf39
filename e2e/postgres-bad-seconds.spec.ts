import { setTimeout as pause } from 'node:timers/promises'
import type { Message } from '@/lib/contract/message'
import { textOf as partsText } from '@/lib/contract/message-text'
import { waitForCall } from './fake-provider/books/books'
import { signInAtBoth, startTwoServers } from './harness/cluster/two-servers'
import { expect, providerVariables, test } from './harness/fixtures'
import { Guest, readMeanwhile, textIn, turnOf } from './harness/guest'
import { PostgresServer } from './harness/server/postgres-server'
import { redisProgram } from './harness/server/redis-server'
import { startServers } from './harness/server/start-servers'

/** How long a part of the installation is away, in milliseconds. */
const A_BAD_WHILE = 10_000

const textOf = ({ parts }: Message) => partsText(parts)

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

test.describe('R28 10 bad seconds of two servers', () => {
  test.skip(redisProgram === undefined, 'Redis is not installed')

  test('P1 P3 P9 P13 a PostgreSQL that is away for 10 s ends no answer, and all of it is saved after that @long', async ({
    provider,
    key,
  }) => {
    await using servers = await startTwoServers(provider.url)
    const { postgres, one: owner, other } = servers
    const { here, there } = await signInAtBoth(servers)
    const [goesOn, stopped] = [`${key}-on`, `${key}-stopped`]
    const { messageId } = await here.ask(`[[key=${goesOn} tokens=400 rate=20]]`)
    const ofStopped = await here.ask(`[[key=${stopped} tokens=4000 rate=20]]`)
    const reading = readMeanwhile(await there.call(`/api/messages/${messageId}/stream`))
    // The other server then knows whose answer it is.
    const watching = readMeanwhile(await there.call(`/api/messages/${ofStopped.messageId}/stream`))
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
  })

  test('P2 P9 an owner that stands still for 10 s has lost its answer, and changes nothing when it goes on @long', async ({
    provider,
    key,
  }) => {
    await using servers = await startTwoServers(provider.url)
    const { one: owner, other } = servers
    const { here, there } = await signInAtBoth(servers)
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
    // Its own look for such streams finds it, or the question above does.
    const recovered = /recovered (streams that a crash had left|a stream whose server was gone)/g
    expect(other.output.match(recovered)).toHaveLength(1)
  })

  test('P9 an answer of a server that is killed is interrupted by the other within five seconds @long', async ({
    provider,
    key,
  }) => {
    await using servers = await startTwoServers(provider.url)
    const { one: owner, other } = servers
    const { here, there } = await signInAtBoth(servers)
    const { chatId, messageId } = await here.ask(`[[key=${key} tokens=4000 rate=20]]`)
    const reading = readMeanwhile(await there.call(`/api/messages/${messageId}/stream`))
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
  })
})
