import type { Message } from '@/lib/contract/message'
import { textOf as partsText } from '@/lib/contract/message-text'
import { waitForCall } from './fake-provider/books/books'
import { expect, providerVariables, test } from './harness/fixtures'
import { Guest, readEvents, turnOf } from './harness/guest'
import { ChatPage } from './harness/page/chat-page'
import { AppServer } from './harness/server/app-server'
import { PostgresServer } from './harness/server/postgres-server'
import { RedisServer, redisProgram } from './harness/server/redis-server'

const textOf = ({ parts }: Message) => partsText(parts)

test('P1 P3 P13 a stop closes its call while PostgreSQL is away, and the text is saved once that is back', async ({
  page,
  provider,
  key,
}) => {
  const postgres = await PostgresServer.start()
  const server = await AppServer.start({
    ...providerVariables(provider.url),
    DATABASE_URL: postgres.url(),
  })
  try {
    const guest = await Guest.signIn(server.url)
    const { messageId } = await guest.ask(`[[key=${key} tokens=2000 rate=50]]`)
    const message = () => guest.json<Message>(`/api/messages/${messageId}`)
    await expect.poll(async () => textOf(await message())).toContain('word0010')
    const chat = await ChatPage.open(page, server.url)
    await postgres.stop()
    const stopping = guest.post(`/api/messages/${messageId}/cancel`, {})
    const { tokens, text } = await waitForCall(provider.url, key, ({ open }) => !open)
    expect(tokens.length).toBeLessThan(2_000)
    expect(await (await stopping).json()).toEqual({ outcome: 'unconfirmed', messageId })
    const refused = await guest.post('/api/chat', turnOf('Is anybody there?'))
    expect(refused.status).toBe(503)
    expect(await refused.json()).toMatchObject({ error: { code: 'unavailable' } })
    await chat.composer.fill('Is anybody there?')
    await chat.composer.press('Enter')
    await expect(page.getByText('Not sent. The database does not answer.')).toBeVisible()
    await expect(chat.composer).toHaveValue('Is anybody there?')
    await postgres.start()
    const status = async () => (await message()).metadata?.status
    await expect.poll(status, { timeout: 20_000 }).toBe('cancelled')
    const kept = textOf(await message())
    expect(kept).toContain('word0010')
    expect(text.startsWith(kept)).toBe(true)
    // What the page said that it would do.
    await expect(chat.composer).toHaveValue('')
    await expect(chat.answer).toBeVisible()
    expect(server.output).toContain('the lease could not be renewed')
    expect(server.output).not.toContain('a call failed')
    expect(server.output).not.toContain('word0010')
  } finally {
    await server.remove()
    await postgres.remove()
  }
})

test('P9 an answer of a server that was killed is interrupted by the next one on PostgreSQL, and another server without Redis refuses to start', async ({
  provider,
  key,
}) => {
  const postgres = await PostgresServer.start()
  const variables = {
    ...providerVariables(provider.url),
    DATABASE_URL: postgres.url(),
    // With one, they would work together.
    REDIS_URL: '',
  }
  const server = await AppServer.start(variables)
  try {
    const guest = await Guest.signIn(server.url)
    const { messageId } = await guest.ask(`[[key=${key} tokens=2000 rate=50]]`)
    const message = () => guest.json<Message>(`/api/messages/${messageId}`)
    await expect.poll(async () => textOf(await message())).toContain('word0010')
    await expect(AppServer.start(variables)).rejects.toThrow(
      'another Fullstop server uses this database',
    )
    const seen = textOf(await message())
    await server.end('SIGKILL')
    await server.start()
    const status = async () => (await message()).metadata?.status
    await expect.poll(status, { timeout: 20_000 }).toBe('interrupted')
    // Of what a reader had seen, at most the last 250 ms is missing.
    expect(textOf(await message()).length).toBeGreaterThan(seen.length - 20 * 'word0010 '.length)
    const { text } = await waitForCall(provider.url, key, ({ open }) => !open)
    expect(text.startsWith(textOf(await message()))).toBe(true)
  } finally {
    await server.remove()
    await postgres.remove()
  }
})

test('P3 P6 an answer of a server that was started without Redis is read and stopped at one that was started with it @long', async ({
  provider,
  key,
}) => {
  test.skip(redisProgram === undefined, 'Redis is not installed')
  await using opened = new AsyncDisposableStack()
  const postgres = opened.adopt(await PostgresServer.start(), (it) => it.remove())
  const redis = opened.adopt(await RedisServer.start(), (it) => it.end())
  const variables = {
    ...providerVariables(provider.url),
    DATABASE_URL: postgres.url(),
    AUTH_SECRET: 'the secret of both of these servers',
  }
  const alone = opened.adopt(await AppServer.start({ ...variables, REDIS_URL: '' }), (it) =>
    it.remove(),
  )
  const here = await Guest.signIn(alone.url)
  const { messageId } = await here.ask(`[[key=${key} tokens=4000 rate=20]]`)
  const shared = opened.adopt(await AppServer.start({ ...variables, REDIS_URL: redis.url }), (it) =>
    it.remove(),
  )
  const there = here.at(shared.url)
  const reading = readEvents(await there.call(`/api/messages/${messageId}/stream`))
  await waitForCall(provider.url, key, ({ tokens }) => tokens.length > 40)
  const answer = await there.stop(messageId)
  expect(answer).toMatchObject({ outcome: 'cancelled', endReason: 'user' })
  const { text } = await waitForCall(provider.url, key, ({ open }) => !open)
  const kept = textOf(await there.json<Message>(`/api/messages/${messageId}`))
  expect(kept).toContain('word0030')
  expect(text.startsWith(kept)).toBe(true)
  expect((await reading).at(-1)?.data).toBe('[DONE]')
})
