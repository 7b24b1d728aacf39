import type { Account } from '@/lib/contract/account'
import { waitForCall } from './fake-provider/books/books'
import { expect, providerVariables, test } from './harness/fixtures'
import { Guest, turnOf } from './harness/guest'
import { newAnswerId } from './harness/new-answer-id'
import { AppServer } from './harness/server/app-server'
import { RedisServer, redisProgram } from './harness/server/redis-server'
import { anonymous, PASSWORD, signUp } from './matrix/callers'

const json = { 'Content-Type': 'application/json' }

/** In milliseconds: a call that waits for a Redis that hangs would never end. */
const LONGER_THAN_A_CALL = 10_000

/** In the Redis of the worker, a server would count the calls of other tests, too. */
const countingAlone = { REDIS_URL: '' }

const nonsense = (guest: Guest, headers: Record<string, string> = {}) =>
  guest.call('/api/chat', { method: 'POST', headers: { ...json, ...headers }, body: '{' })

test('R17 sends are counted before they are looked at, and stops have their own count', async ({
  provider,
}) => {
  const server = await AppServer.start({
    ...providerVariables(provider.url),
    ...countingAlone,
    RATE_LIMIT_SENDS: '3',
    RATE_LIMIT_CANCELS: '2',
  })
  try {
    const [ann, bob] = [await Guest.signIn(server.url), await Guest.signIn(server.url)]
    const { messageId } = await ann.ask('[[hold=2]]')
    expect((await nonsense(ann)).headers.get('ratelimit')).toMatch(/^"sends";r=1;t=\d+$/)
    expect((await nonsense(ann)).headers.get('ratelimit-policy')).toBe('"sends";q=3;w=60')
    const refused = await nonsense(ann)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await refused.json()).toMatchObject({ error: { code: 'rate_limited', limit: 3 } })
    expect((await nonsense(bob)).status).toBe(400)

    // A person who may send no more may still stop.
    expect(await ann.stop(messageId)).toMatchObject({ outcome: 'cancelled' })
    const cancel = () => ann.post(`/api/messages/${messageId}/cancel`, {})
    expect((await cancel()).status).toBe(200)
    expect((await cancel()).status).toBe(429)
  } finally {
    await server.remove()
  }
})

test('R17 a send whose stop comes first counts like any other', async ({ provider }) => {
  const server = await AppServer.start({
    ...providerVariables(provider.url),
    ...countingAlone,
    RATE_LIMIT_SENDS: '3',
  })
  try {
    const guest = await Guest.signIn(server.url)
    const statuses: number[] = []
    for (let sent = 0; sent < 4; sent += 1) {
      const answer = newAnswerId()
      await guest.post(`/api/messages/${answer}/cancel`, { beforeStart: true })
      const fields = { ...turnOf('no'), assistantMessageId: answer }
      const response = await guest.post('/api/chat', fields)
      statuses.push(response.status)
      await response.body?.cancel()
    }
    expect(statuses).toEqual([200, 200, 200, 429])
  } finally {
    await server.remove()
  }
})

test('R17 changes, searches and exports are counted, and other reads are not', async ({
  server,
  guest,
}) => {
  const { headers } = await signUp(server, 'changes')
  const change = (path: string, method: string, body: unknown) =>
    fetch(`${server.url}${path}`, {
      method,
      headers: { ...headers, ...json },
      body: JSON.stringify(body),
    })
  const settings = () => change('/api/settings', 'PATCH', { keepGoing: false })
  expect((await settings()).headers.get('ratelimit-policy')).toBe('"changes";q=600;w=60')
  const names = await Promise.all([
    change('/api/chats', 'POST', {}),
    change('/api/chats/none', 'DELETE', {}),
    change('/api/keys', 'POST', { name: 'key', scope: 'read' }),
  ])
  for (const response of names) {
    expect(response.headers.get('ratelimit')).toMatch(/^"changes";r=59\d;t=\d+$/)
  }
  expect((await guest.call('/api/chats?query=x')).headers.get('ratelimit')).toMatch(/^"searches"/)
  expect((await guest.call('/api/export?format=json')).headers.get('ratelimit')).toMatch(
    /^"exports"/,
  )
  expect((await guest.call('/api/chats')).headers.has('ratelimit')).toBe(false)
})

test('P11 guests have half of the places and bounded storage, and accounts still have room', async ({
  provider,
}) => {
  const server = await AppServer.start({
    ...providerVariables(provider.url),
    STREAMS_PER_SERVER: '4',
    STORAGE_GUEST_MB: '1',
  })
  try {
    const guests = await Promise.all(Array.from({ length: 3 }, () => Guest.signIn(server.url)))
    const [one, two, three] = guests as [Guest, Guest, Guest]
    const { messageId } = await one.ask('[[hold=1]]')
    const { messageId: others } = await two.ask('[[hold=1]]')
    const refused = await three.post('/api/chat', turnOf('[[hold=1]]'))
    expect(refused.status).toBe(429)
    expect(await refused.json()).toMatchObject({ error: { code: 'too_many_streams', limit: 2 } })
    const { headers } = await signUp(server, 'room')
    const send = (question: string) =>
      fetch(`${server.url}/api/chat`, {
        method: 'POST',
        headers: { ...headers, ...json, Prefer: 'respond-async' },
        body: JSON.stringify(turnOf(question)),
      })
    expect((await send('[[hold=1]]')).status).toBe(202)

    await two.stop(others)
    const statuses: number[] = []
    const chats: string[] = []
    for (let sent = 0; sent < 12; sent += 1) {
      const answer = newAnswerId()
      // Answers that are stopped before they start are stored all the same.
      await one.post(`/api/messages/${answer}/cancel`, { beforeStart: true })
      const question = 'x'.repeat(99_000)
      const fields = { ...turnOf(question), assistantMessageId: answer }
      const response = await one.post('/api/chat', fields)
      chats.push(response.headers.get('x-chat-id') ?? '')
      statuses.push(response.status)
      await response.body?.cancel()
    }
    expect(statuses.indexOf(507)).toBe(11)
    const full = await one.post('/api/chat', turnOf('more'))
    expect(await full.json()).toMatchObject({ error: { code: 'storage_full', limit: 1024 * 1024 } })
    const account = await one.json<Account>('/api/account')
    expect(account.storage.usedBytes).toBeGreaterThan(1024 * 1024)
    expect((await one.call(`/api/chats/${chats[0]}`)).status).toBe(200)
    expect(await one.stop(messageId)).toMatchObject({ outcome: 'cancelled' })
    expect(
      (await one.call(`/api/chats/${chats[0]}`, { method: 'DELETE', headers: json })).status,
    ).toBe(204)
    await one.ask('again')
  } finally {
    await server.remove()
  }
})

for (const [name, environment, address, statuses] of [
  ['without TRUST_PROXY a forged address changes nothing', {}, 'forged', [200, 200, 429, 429]],
  [
    'behind a proxy it is the one that the proxy saw',
    { TRUST_PROXY: '1' },
    'seen',
    [200, 200, 200, 429],
  ],
] as const) {
  test(`P12 ${name}`, async () => {
    const server = await AppServer.start({
      ...environment,
      ...countingAlone,
      RATE_LIMIT_GUESTS: '2',
    })
    try {
      const answered: number[] = []
      for (const last of ['192.0.2.1', '192.0.2.1', '192.0.2.2', '192.0.2.1']) {
        const forwarded = address === 'forged' ? last : `198.51.100.${answered.length}, ${last}`
        const response = await fetch(`${server.url}/api/auth/sign-in/anonymous`, {
          method: 'POST',
          headers: { ...json, 'X-Forwarded-For': forwarded, 'X-Real-IP': forwarded },
          body: '{}',
        })
        answered.push(response.status)
      }
      expect(answered).toEqual(statuses)
    } finally {
      await server.remove()
    }
  })
}

test('P12 guesses at a password are counted by account, before they are looked at', async ({
  server,
}) => {
  const { headers } = await signUp(server, 'target')
  const account = await fetch(`${server.url}/api/account`, { headers })
  const { email } = (await account.json()) as { email: string }
  const guess = (password: string, typed = email) =>
    fetch(`${server.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { ...json, ...anonymous.headers },
      body: JSON.stringify({ email: typed, password }),
    })
  for (let attempt = 0; attempt < 10; attempt += 1) {
    expect(
      (await guess(`wrong ${attempt}`, attempt % 2 ? email : email.toUpperCase())).status,
    ).toBe(401)
  }
  const right = await guess(PASSWORD)
  expect(right.status).toBe(429)
  expect(right.headers.get('ratelimit-policy')).toBe('"sign-ins";q=10;w=900')
})

test('R28 two servers count together in Redis, and each alone while Redis is away', async () => {
  test.skip(redisProgram === undefined, 'Redis is not installed')
  const redis = await RedisServer.start()
  const environment = { REDIS_URL: redis.url, RATE_LIMIT_GUESTS: '2' }
  const [one, other] = [await AppServer.start(environment), await AppServer.start(environment)]
  const signIn = async ({ url }: AppServer) => {
    const init = { method: 'POST', headers: json, body: '{}' }
    return (await fetch(`${url}/api/auth/sign-in/anonymous`, init)).status
  }
  try {
    await expect.poll(() => one.output).toContain('Redis is there')
    await expect.poll(() => other.output).toContain('Redis is there')
    expect([await signIn(one), await signIn(other), await signIn(one)]).toEqual([200, 200, 429])
    await redis.end()
    await expect.poll(() => signIn(one)).toBe(200)
    await expect.poll(() => one.output).toContain('Redis is away')
    await redis.start()
    await expect.poll(() => one.output.match(/Redis is there/g)?.length).toBe(2)
  } finally {
    await Promise.all([one.remove(), other.remove()])
    await redis.end()
  }
})

test('R28 P13 a Redis that hangs holds no call up, and is used again once it answers', async () => {
  test.skip(redisProgram === undefined, 'Redis is not installed')
  const redis = await RedisServer.start()
  const server = await AppServer.start({ REDIS_URL: redis.url })
  const timed = async (call: () => Promise<unknown>) => {
    const before = performance.now()
    await call()
    return performance.now() - before
  }
  try {
    await expect.poll(() => server.output).toContain('Redis is there')
    const guest = await Guest.signIn(server.url)
    redis.freeze()
    // The first calls may wait until they notice; later calls do not wait any more.
    const together = Array.from({ length: 10 }, () => timed(() => Guest.signIn(server.url)))
    for (const took of await Promise.all(together)) expect(took).toBeLessThan(LONGER_THAN_A_CALL)
    for (let call = 0; call < 10; call += 1) {
      expect(await timed(() => nonsense(guest))).toBeLessThan(LONGER_THAN_A_CALL)
    }
    redis.thaw()
    await expect.poll(() => server.output.match(/Redis is there/g)?.length).toBe(2)
    expect(server.output.match(/Redis is away/g)).toHaveLength(1)
  } finally {
    await server.remove()
    await redis.end()
  }
})

test('a guest’s answer ends at the budget with its text kept, and further questions are refused', async ({
  provider,
  key,
}) => {
  const server = await AppServer.start({
    ...providerVariables(provider.url),
    BUDGET_GUEST_TOKENS: '150',
    BUDGET_TOTAL_TOKENS: '1000',
  })
  try {
    const guest = await Guest.signIn(server.url)
    const model = 'openai/fake-small'
    const { messageId, chatId } = await guest.ask(`[[key=${key} tokens=2000 rate=100]]`, { model })
    const ended = async () => server.storedMessage(messageId)
    await expect.poll(ended).toMatchObject({ status: 'cancelled', endReason: 'budget' })
    const { text } = await ended()
    expect(text.length).toBeGreaterThan(200)
    expect(text.length).toBeLessThan(1_000)
    const call = await waitForCall(provider.url, key, ({ open }) => !open)
    expect(call).toMatchObject({ abortedByClient: true })

    const refused = await guest.post('/api/chat', { id: chatId, ...turnOf('Again'), model })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await refused.json()).toMatchObject({ error: { code: 'budget_spent', limit: 150 } })
    expect(server.query('SELECT * FROM messages WHERE chat_id = ?', chatId)).toHaveLength(2)
    const gone = { trigger: 'continue-message', messageId }
    expect((await guest.post('/api/chat', gone)).status).toBe(429)
    expect(await guest.json('/api/account')).toMatchObject({ budget: { limit: 150, spent: 150 } })

    // A model on the operator's own machine costs nothing, and another guest has their own budget.
    const free = await guest.ask('[[tokens=3 rate=0]]', { model: 'compatible/fake-small' })
    expect(free.messageId).toBeDefined()
    const other = await Guest.signIn(server.url)
    await other.ask('[[tokens=3 rate=0]]', { model })
    // Deleting a chat gives none of its tokens back.
    await guest.call(`/api/chats/${chatId}`, { method: 'DELETE' })
    expect((await guest.post('/api/chat', { ...turnOf('Again'), model })).status).toBe(429)
  } finally {
    await server.remove()
  }
})

test('the budget of everybody together ends answers, too @long', async ({ provider, key }) => {
  const server = await AppServer.start({
    ...providerVariables(provider.url),
    BUDGET_TOTAL_TOKENS: '200',
  })
  try {
    const model = 'openai/fake-small'
    const guests = await Promise.all([1, 2, 3].map(() => Guest.signIn(server.url)))
    const sent = await Promise.all(
      guests.map((guest) => guest.ask(`[[key=${key} tokens=2000 rate=300]]`, { model })),
    )
    for (const { messageId } of sent) {
      await expect
        .poll(() => server.storedMessage(messageId))
        .toMatchObject({ status: 'cancelled', endReason: 'budget' })
    }
    // What an answer has spent is written after its end.
    const spent = () =>
      server.query<{ tokens: number }>(
        `SELECT tokens FROM token_spending WHERE payer = 'everybody'`,
      )[0]?.tokens ?? 0
    await expect.poll(spent).toBeGreaterThan(100)
    expect(spent()).toBeLessThan(500)
  } finally {
    await server.remove()
  }
})
