import { setTimeout as pause } from 'node:timers/promises'
import type { ChatWithMessages } from '@/lib/contract/chat'
import type { Message } from '@/lib/contract/message'
import { textOf } from '@/lib/contract/message-text'
import { waitForCall } from './fake-provider/books/books'
import { expect, providerVariables, test as base } from './harness/fixtures'
import { ShortLives } from './harness/functions/short-lives'
import { eventsOf, Guest, turnOf } from './harness/guest'
import { ChatPage, wordsIn } from './harness/page/chat-page'
import { RedisServer, redisProgram } from './harness/server/redis-server'

const CRON_SECRET = 'the secret of the clock'

/** A function of 25 s: streams of events end after 10 s, and answers after 5 s at most. */
const SHORT_FUNCTION = { FUNCTION_MAX_MS: '25000' }

/** Longer than a lease. */
const LONG_PAUSE_MS = 6_000

type Options = { instances: number; longestMs: number; variables: Record<string, string> }

const test = base.extend<Options & { lives: ShortLives }, { redis: RedisServer }>({
  // Each request comes to any of them.
  instances: [2, { option: true }],
  longestMs: [300_000, { option: true }],
  variables: [SHORT_FUNCTION, { option: true }],
  redis: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, provide) => {
      const redis = await RedisServer.start()
      await provide(redis)
      await redis.end()
    },
    { scope: 'worker' },
  ],
  lives: async ({ provider, redis, instances, longestMs, variables }, provide) => {
    const lives = await ShortLives.start({
      environment: {
        ...providerVariables(provider.url),
        REDIS_URL: redis.url,
        CRON_SECRET,
        ...variables,
      },
      instances,
      longestMs,
    })
    await provide(lives)
    await lives.end()
  },
})

test.skip(redisProgram === undefined, 'Redis is not installed')

type Row = { status: string; end_reason: string | null; text_length: number }

/** The processes whose leases are not over. */
function leasesIn(lives: ShortLives): { id: string }[] {
  return lives.query(
    'SELECT id FROM servers WHERE lease_until >= extract(epoch FROM clock_timestamp()) * 1000',
  )
}

/** A message as the database has it: to look at it wakes nobody. */
function rowOf(lives: ShortLives, messageId: string): Row | undefined {
  return lives.query<Row>(
    'SELECT status, end_reason, text_length FROM messages WHERE id = ?',
    messageId,
  )[0]
}

const STILL = { timeout: 15_000 }

/** Resolves once every process stands still. */
const untilStill = (lives: ShortLives) => expect.poll(() => lives.isStill, STILL).toBe(true)

test.describe('R28 processes that stand still between calls', () => {
  test('P1 an answer whose response has left goes on to its end, and then its process stands still @long', async ({
    lives,
    provider,
    key,
  }) => {
    const guest = await Guest.signIn(lives.url)
    await untilStill(lives)
    const { messageId } = await guest.ask(`[[key=${key} tokens=60 rate=30]]`)
    expect(lives.isStill).toBe(false)
    const call = await waitForCall(provider.url, key, ({ open }) => !open)
    expect([call.tokens.length, call.abortedByClient]).toEqual([60, false])
    await expect.poll(() => rowOf(lives, messageId)?.status).toBe('completed')
    await untilStill(lives)
    expect(textOf((await guest.json<Message>(`/api/messages/${messageId}`)).parts)).toBe(call.text)
    expect(lives.started).toBe(2)
  })

  test('P1 an answer that goes on has a process that runs for it again @long', async ({
    lives,
    provider,
    key,
  }) => {
    const guest = await Guest.signIn(lives.url)
    const { chatId, messageId } = await guest.ask(`[[key=${key} tokens=2000 rate=50]]`)
    await waitForCall(provider.url, key, ({ tokens }) => tokens.length >= 10)
    await guest.stop(messageId)
    await untilStill(lives)
    const again = await guest.post(
      '/api/chat',
      { id: chatId, trigger: 'continue-message', messageId },
      { Prefer: 'respond-async' },
    )
    expect(again.status).toBe(202)
    await waitForCall(
      provider.url,
      key,
      ({ attempt, tokens }) => attempt === 2 && tokens.length > 9,
    )
    expect(lives.isStill).toBe(false)
    await guest.stop(messageId)
    await untilStill(lives)
  })

  test('P3 P5 a stop by another request closes the call and keeps the text', async ({
    lives,
    provider,
    key,
  }) => {
    const guest = await Guest.signIn(lives.url)
    const { messageId } = await guest.ask(`[[key=${key} tokens=2000 rate=50]]`)
    const other = await guest.ask(`[[key=${key}-other tokens=80 rate=30]]`)
    await waitForCall(provider.url, key, ({ tokens }) => tokens.length >= 20)
    const stopped = await guest.stop(messageId)
    expect(stopped).toMatchObject({ outcome: 'cancelled', endReason: 'user' })
    const { text, tokensAfterClose } = await waitForCall(provider.url, key, ({ open }) => !open)
    expect(tokensAfterClose).toBe(0)
    const kept = textOf((await guest.json<Message>(`/api/messages/${messageId}`)).parts)
    expect(kept).not.toBe('')
    expect(text.startsWith(kept)).toBe(true)
    await expect.poll(() => rowOf(lives, other.messageId)?.status).toBe('completed')
    await untilStill(lives)
  })

  test('P9 a process whose connections died while it stood still answers the next call @long', async ({
    lives,
    provider,
    key,
  }) => {
    const guest = await Guest.signIn(lives.url)
    await untilStill(lives)
    lives.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'fullstop'`,
    )
    await pause(LONG_PAUSE_MS)
    const { messageId } = await guest.ask(`[[key=${key} tokens=30 rate=30]]`)
    // Others would take the answer of a server without a lease for an orphan.
    const orphans = lives.query(
      `SELECT s.id FROM stream_sessions AS s LEFT JOIN servers ON servers.id = s.process_id
       WHERE s.status = 'active' AND (servers.id IS NULL
         OR servers.lease_until < extract(epoch FROM clock_timestamp()) * 1000)`,
    )
    expect(orphans).toEqual([])
    const { text } = await waitForCall(provider.url, key, ({ open }) => !open)
    await expect.poll(() => rowOf(lives, messageId)?.status).toBe('completed')
    expect(textOf((await guest.json<Message>(`/api/messages/${messageId}`)).parts)).toBe(text)
    expect(lives.started).toBe(2)
  })

  test('P6 a stream of everything ends cleanly before its function, and goes on after its last event @long', async ({
    lives,
    provider,
    key,
  }) => {
    const guest = await Guest.signIn(lives.url)
    const openedAt = performance.now()
    const response = await guest.call('/api/events')
    const reading = (async () => {
      const ids: string[] = []
      for await (const { id } of eventsOf(response)) if (id !== undefined) ids.push(id)
      return ids
    })()
    await pause(7_000)
    const { messageId } = await guest.ask(`[[key=${key} tokens=90 rate=20]]`)
    const ids = await reading
    expect(performance.now() - openedAt).toBeGreaterThan(9_500)
    expect(performance.now() - openedAt).toBeLessThan(15_000)
    const after = ids.at(-1)
    if (after === undefined) throw new Error('there was no event')
    const next = await guest.call('/api/events', { headers: { 'Last-Event-ID': after } })
    let types: string[] = []
    for await (const { data } of eventsOf(next)) {
      const event = data as { messageId?: string; chunk?: { type: string } }
      if (event.messageId === messageId && event.chunk) types = [...types, event.chunk.type]
      if (types.at(-1) === 'finish') break
    }
    // It goes on in the open part, and nothing is lost.
    expect(types.slice(0, 2)).toEqual(['start', 'text-start'])
    expect(types).not.toContain('data-history-lost')
    const { text } = await waitForCall(provider.url, key)
    expect(textOf((await guest.json<Message>(`/api/messages/${messageId}`)).parts)).toBe(text)
  })

  test('P6 the page shows a whole answer across the end of its stream, and is never without one @long', async ({
    lives,
    page,
    provider,
    key,
  }) => {
    const connections = () => lives.asked.filter((path) => path === '/api/events').length
    const chat = await ChatPage.open(page, lives.url)
    await expect.poll(connections).toBe(1)
    await page.evaluate(() => {
      new MutationObserver(() => {
        if (document.body.textContent.includes('Reconnecting')) document.title = 'was lost'
      }).observe(document.body, { childList: true, subtree: true, characterData: true })
    })
    await pause(7_000)
    await chat.ask(`[[key=${key} tokens=90 rate=20]]`)
    await chat.waitForWords(5)
    expect(connections()).toBe(1)
    await chat.waitForWords(90)
    expect(connections()).toBe(2)
    await expect(chat.answer).toHaveAttribute('data-status', 'completed')
    const { text } = await waitForCall(provider.url, key)
    expect(await chat.words()).toBe(wordsIn(text))
    expect(await page.title()).not.toBe('was lost')
  })

  test('P10 a process that is retired has 500 ms, in which all its answers are saved @long', async ({
    lives,
    provider,
    key,
  }) => {
    const guest = await Guest.signIn(lives.url)
    const turns = await Promise.all(
      Array.from({ length: 10 }, (_, number) =>
        guest.ask(`[[key=${key}-${number} tokens=2000 rate=50]]`),
      ),
    )
    for (const number of turns.keys()) {
      await waitForCall(provider.url, `${key}-${number}`, ({ tokens }) => tokens.length >= 10)
    }
    await Promise.all(lives.living.map((instance) => instance.retire()))
    for (const [number, { messageId }] of turns.entries()) {
      const call = await waitForCall(provider.url, `${key}-${number}`, ({ open }) => !open)
      const row = rowOf(lives, messageId)
      expect(row).toMatchObject({ status: 'interrupted', end_reason: 'shutdown' })
      // Of 50 tokens a second, those of the last moments may not have come here.
      expect(row?.text_length).toBeGreaterThan(0)
      expect(call.text.length - (row?.text_length ?? 0)).toBeLessThan(20 * 'word0010 '.length)
    }
    // At once where there was time to say goodbye as well, and else once the lease is over.
    await expect.poll(() => leasesIn(lives)).toEqual([])
  })
})

test.describe('R28 a client that leaves', () => {
  // A process that goes on hears nothing at first, and for five seconds more it takes nobody for gone.
  test.use({ variables: { FUNCTION_MAX_MS: '45000', STREAM_GRACE_MS: '1000' } })

  test('P8 that a reader has left is heard on the streams of events, and not on a send @long', async ({
    lives,
    provider,
    key,
  }) => {
    const guest = await Guest.signIn(lives.url)
    const followed = await guest.ask(`[[key=${key}-followed tokens=2000 rate=50]]`)
    const response = await guest.open(`/api/messages/${followed.messageId}/stream`)
    await waitForCall(provider.url, `${key}-followed`, ({ tokens }) => tokens.length >= 10)
    const sending = new AbortController()
    const sent = await guest.call('/api/chat', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        ...turnOf(`[[key=${key} tokens=300 rate=30]]`),
        assistantMessageId: key,
      }),
      signal: sending.signal,
    })
    expect(sent.status).toBe(200)
    // This one goes on for longer than all that.
    sending.abort()
    response.destroy()
    await expect.poll(() => rowOf(lives, followed.messageId)?.end_reason).toBe('disconnect')
    await expect.poll(() => rowOf(lives, key)?.status).toBe('completed')
    await untilStill(lives)
  })
})

test.describe('R28 a process that is killed, since a call takes too long', () => {
  // The platform ends them sooner than the server was told, but later than a lease.
  // A second one, with nothing to do, would never be killed.
  test.use({ instances: 1, longestMs: 8_000, variables: {} })

  async function untilKilled(lives: ShortLives): Promise<void> {
    await expect.poll(() => lives.living.length).toBe(0)
    // Until its lease is over, nobody can know.
    await expect.poll(() => leasesIn(lives)).toEqual([])
  }

  test('P9 its answer is interrupted for the first who reads it, and the chat goes on', async ({
    lives,
    provider,
    key,
  }) => {
    const guest = await Guest.signIn(lives.url)
    const { chatId, messageId } = await guest.ask(`[[key=${key} tokens=2000 rate=50]]`)
    await untilKilled(lives)
    const call = await waitForCall(provider.url, key, ({ open }) => !open)
    expect(rowOf(lives, messageId)?.status).toBe('active')
    const chat = await guest.json<ChatWithMessages>(`/api/chats/${chatId}`)
    expect(chat.activeMessageId).toBeNull()
    const answer = chat.messages.at(-1)
    expect(answer?.metadata).toMatchObject({ status: 'interrupted', endReason: 'crash' })
    const kept = textOf(answer?.parts ?? [])
    expect(call.text.startsWith(kept)).toBe(true)
    const killedAt = call.closedAt ?? 0
    // The last one of them was under way.
    const due = call.tokens.filter(({ sentAt }) => sentAt < killedAt - 250).slice(0, -1)
    expect(kept.length).toBeGreaterThanOrEqual(due.map(({ text }) => text).join('').length)
    await guest.ask(`[[key=${key}-next tokens=1 rate=0]]`, { id: chatId })
    await waitForCall(provider.url, `${key}-next`, ({ open }) => !open)
  })

  test('P9 P12 its answer is interrupted by the clock of the platform, which names a secret @long', async ({
    lives,
    key,
  }) => {
    const guest = await Guest.signIn(lives.url)
    const { messageId } = await guest.ask(`[[key=${key} tokens=2000 rate=50]]`)
    await untilKilled(lives)
    const call = (secret: string) =>
      fetch(`${lives.url}/api/cron`, { headers: { Authorization: `Bearer ${secret}` } })
    expect((await call('the secret of nobody')).status).toBe(401)
    expect((await call(CRON_SECRET)).status).toBe(200)
    expect(rowOf(lives, messageId)).toMatchObject({
      status: 'interrupted',
      end_reason: 'crash',
    })
  })
})

test.describe('R28 a process whose connections the platform knows', () => {
  test.use({ instances: 1, variables: { VERCEL_URL: 'functions.example', VERCEL_REGION: 'here' } })

  test('P11 it runs until its idle connections are closed, and then stands still @long', async ({
    lives,
  }) => {
    await Guest.signIn(lives.url)
    const connections = () =>
      lives.query(
        `SELECT pid FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'fullstop'`,
      ).length
    expect(connections()).toBeGreaterThan(1)
    await untilStill(lives)
    // The one of its lease.
    expect(connections()).toBe(1)
  })
})
