import type { AnswerChunk, PersonEvent } from '@/lib/contract/event'
import type { Message } from '@/lib/contract/message'
import { textOf as partsText } from '@/lib/contract/message-text'
import type { StreamInfo } from '@/lib/contract/stream-info'
import { waitForCall } from './fake-provider/books/books'
import { signInAtBoth, startTwoServers, type TwoServers } from './harness/cluster/two-servers'
import { expect, test as base } from './harness/fixtures'
import { eventsOf, readEvents, type Guest } from './harness/guest'
import { redisProgram } from './harness/server/redis-server'

const textOf = ({ parts }: Message) => partsText(parts)

/** The same person is at both servers. */
type Servers = TwoServers & Record<'here' | 'there', Guest>

const test = base.extend<{ servers: Servers }>({
  servers: async ({ provider }, provide) => {
    await using started = await startTwoServers(provider.url)
    await provide({ ...started, ...(await signInAtBoth(started)) })
    for (const { output } of [started.one, started.other]) expect(output).not.toContain('word00')
  },
})

const question = (key: string) => `[[key=${key} tokens=2000 rate=50]]`

/** Asks at the first server, and waits until ten words are there. */
async function answering({ here }: Servers, key: string) {
  const { messageId, chatId } = await here.ask(question(key))
  const message = (at: Guest) => at.json<Message>(`/api/messages/${messageId}`)
  await expect.poll(async () => textOf(await message(here))).toContain('word0010')
  return { messageId, chatId, message }
}

const deltaOf = (data: unknown) => {
  const chunk = data as AnswerChunk
  return chunk.type === 'text-delta' ? chunk.delta : ''
}

test.describe('two servers', () => {
  test.skip(redisProgram === undefined, 'Redis is not installed')

  test('P3 P6 an answer is followed, listed, read and stopped at the server that does not run it', async ({
    servers,
    provider,
    key,
  }) => {
    const { here, there } = servers
    const { messageId, chatId, message } = await answering(servers, key)
    const following = there.call(`/api/messages/${messageId}/stream`).then(readEvents)
    const everything: PersonEvent[] = []
    void (async () => {
      const response = await there.call('/api/events')
      for await (const { data } of eventsOf(response)) everything.push(data as PersonEvent)
    })().catch(() => {})
    await expect.poll(async () => textOf(await message(there))).toContain('word0020')
    const { streams } = await there.json<{ streams: StreamInfo[] }>('/api/streams')
    expect(streams).toMatchObject([{ messageId, chatId }])
    expect(streams[0]?.textLength).toBeGreaterThan(0)
    const outcome = await there.stop(messageId)
    expect(outcome).toMatchObject({ outcome: 'cancelled', endReason: 'user' })
    const { tokens, text } = await waitForCall(provider.url, key, ({ open }) => !open)
    expect(tokens.length).toBeLessThan(2_000)
    const kept = textOf(await message(here))
    expect(text.startsWith(kept)).toBe(true)
    expect(textOf(await message(there))).toBe(kept)
    const events = await following
    expect(events.map(({ data }) => deltaOf(data)).join('')).toBe(kept)
    const told = () =>
      everything.map((event) => ('chunk' in event ? deltaOf(event.chunk) : '')).join('')
    await expect.poll(told).toBe(kept)
    expect(await here.stop(messageId)).toMatchObject({ outcome: 'already_ended' })
  })

  test('P3 a stop at the other server is confirmed by the database while Redis is away or frozen', async ({
    servers,
    provider,
    key,
  }) => {
    const { redis, there } = servers
    for (const [index, away] of (['kill', 'freeze'] as const).entries()) {
      const name = `${key}-${index}`
      const { messageId } = await answering(servers, name)
      await redis[away]()
      expect(await there.stop(messageId)).toMatchObject({ outcome: 'cancelled' })
      await waitForCall(provider.url, name, ({ open }) => !open)
      if (away === 'kill') await redis.start()
      else redis.thaw()
    }
  })

  test('P9 an answer of a server that is killed is interrupted by the other one, with its text', async ({
    servers,
    key,
  }) => {
    const { one, there } = servers
    const { messageId, message } = await answering(servers, key)
    const following = there.call(`/api/messages/${messageId}/stream`).then(readEvents)
    await expect.poll(async () => textOf(await message(there))).toContain('word0030')
    const seen = textOf(await message(there))
    await one.end('SIGKILL')
    const status = async () => (await message(there)).metadata?.status
    await expect.poll(status, { timeout: 12_000 }).toBe('interrupted')
    const kept = textOf(await message(there))
    // Of what a reader had seen, at most the last 250 ms is missing.
    expect(kept.length).toBeGreaterThan(seen.length - 20 * 'word0010 '.length)
    const told = (await following).map(({ data }) => deltaOf(data)).join('')
    // A reader may have been told what was not saved; the end cuts it off.
    expect(told.startsWith(kept)).toBe(true)
    expect(await there.stop(messageId)).toMatchObject({ outcome: 'already_ended' })
  })

  test('P9 a server that was frozen writes nothing more of an answer that the other one has ended @long', async ({
    servers,
    provider,
    key,
  }) => {
    const { one, there } = servers
    const { messageId, message } = await answering(servers, key)
    process.kill(one.processId, 'SIGSTOP')
    try {
      const stopped = await there.post(`/api/messages/${messageId}/cancel`, {})
      expect(await stopped.json()).toEqual({ outcome: 'unconfirmed', messageId })
      const status = async () => (await message(there)).metadata?.status
      await expect.poll(status, { timeout: 12_000 }).toBe('interrupted')
    } finally {
      process.kill(one.processId, 'SIGCONT')
    }
    const kept = textOf(await message(there))
    await waitForCall(provider.url, key, ({ open }) => !open)
    await expect.poll(() => one.output).toContain('an answer had ended otherwise')
    expect(textOf(await message(there))).toBe(kept)
    expect(await there.stop(messageId)).toMatchObject({ outcome: 'already_ended' })
  })

  test('R20 a send at the other server supersedes an answer, or is refused while somebody reads it @long', async ({
    servers,
    key,
  }) => {
    const { here, there } = servers
    const { messageId, chatId, message } = await answering(servers, key)
    const response = await here.call(`/api/messages/${messageId}/stream`)
    const refused = await there.post('/api/chat', {
      id: chatId,
      message: { role: 'user', parts: [{ type: 'text', text: 'And?' }] },
    })
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({ error: { code: 'stream_active' } })
    await there.ask(question(`${key}-next`), { id: chatId, options: { supersede: true } })
    expect((await message(here)).metadata).toMatchObject({
      status: 'cancelled',
      endReason: 'superseded',
    })
    await response.body?.cancel()
    await there.call(`/api/chats/${chatId}`, { method: 'DELETE' })
    const { streams } = await here.json<{ streams: StreamInfo[] }>('/api/streams')
    expect(streams).toEqual([])
  })
})
