import { randomUUID } from 'node:crypto'
import type { Account } from '@/lib/contract/account'
import type { Message } from '@/lib/contract/message'
import { textOf } from '@/lib/contract/message-text'
import { waitForCall } from './fake-provider/books/books'
import { startTwoServers, type TwoServers } from './harness/cluster/two-servers'
import { expect, test } from './harness/fixtures'
import { turnOf } from './harness/guest'
import type { AppServer } from './harness/server/app-server'
import { redisProgram } from './harness/server/redis-server'
import { byKey, PASSWORD, signInAsGuest, signOut, signUp, type Caller } from './matrix/callers'

const json = { 'Content-Type': 'application/json' }

/** Costs money by the prices that the servers know. */
const PAID = 'openai/fake-small'

type Init = { method?: string; body?: string; headers?: Record<string, string> }

const call = (server: AppServer, path: string, { headers }: Caller, init: Init = {}) =>
  fetch(`${server.url}${path}`, { ...init, headers: { ...json, ...headers, ...init.headers } })

const post = (server: AppServer, path: string, caller: Caller, body: object) =>
  call(server, path, caller, { method: 'POST', body: JSON.stringify(body) })

const send = (server: AppServer, caller: Caller, question: string, fields: object = {}) =>
  call(server, '/api/chat', caller, {
    method: 'POST',
    headers: { Prefer: 'respond-async' },
    body: JSON.stringify({ ...turnOf(question), ...fields }),
  })

async function messageAt(server: AppServer, caller: Caller, id: string): Promise<Message> {
  return (await (await call(server, `/api/messages/${id}`, caller)).json()) as Message
}

/** Sends a question that is let in; gives the IDs of its answer. */
async function ask(server: AppServer, caller: Caller, question: string, fields: object = {}) {
  const response = await send(server, caller, question, fields)
  expect(response.status).toBe(202)
  return (await response.json()) as { chatId: string; messageId: string }
}

/** Reads a response to its end; false if it breaks off. */
function endsCleanly(response: Response): Promise<boolean> {
  return response.text().then(
    () => true,
    () => false,
  )
}

/** Neither server has met what should not happen. */
function expectNoErrors({ one, other }: TwoServers): void {
  for (const { output } of [one, other]) expect(output).not.toMatch(/"level":[56]0/)
}

test.describe('R28 two servers on one PostgreSQL', () => {
  test.skip(redisProgram === undefined, 'Redis is not installed')

  test('R13 the answers of a person take their places on both servers together @long', async ({
    provider,
  }) => {
    await using servers = await startTwoServers(provider.url, { STREAMS_PER_USER: '2' })
    const { one, other } = servers
    const guest = await signInAsGuest(one, 'guest')
    const first = await ask(one, guest, '[[tokens=60 hold=5]]')
    await ask(other, guest, '[[tokens=60 hold=5]]')
    for (const server of [one, other]) {
      const refused = await send(server, guest, '[[tokens=60 hold=5]]')
      expect(refused.status).toBe(429)
      expect(refused.headers.get('retry-after')).toBe('10')
      expect(await refused.json()).toMatchObject({
        error: { code: 'too_many_streams', limit: 2 },
      })
    }
    await post(one, `/api/messages/${first.messageId}/cancel`, guest, {})
    await ask(other, guest, '[[tokens=60 hold=5]]')
    // Others have places of their own.
    await ask(other, await signInAsGuest(other, 'another guest'), '[[tokens=60 hold=5]]')
    expectNoErrors(servers)
  })

  test('R13 a new answer ends the oldest one of its person, though that runs on the other server @long', async ({
    provider,
    key,
  }) => {
    const environment = { STREAMS_PER_USER: '2', STREAM_OVERFLOW: 'cancel_oldest' }
    await using servers = await startTwoServers(provider.url, environment)
    const { one, other } = servers
    const guest = await signInAsGuest(one, 'guest')
    const { messageId } = await ask(one, guest, `[[key=${key} tokens=60 hold=5]]`)
    await ask(other, guest, '[[tokens=60 hold=5]]')
    await ask(other, guest, '[[tokens=60 hold=5]]')
    const closed = await waitForCall(provider.url, key, ({ open }) => !open)
    expect(closed).toMatchObject({ abortedByClient: true })
    await expect
      .poll(() => messageAt(other, guest, messageId))
      .toMatchObject({ metadata: { status: 'cancelled', endReason: 'capacity' } })
    expectNoErrors(servers)
  })

  test('P12 a session or key that ends at one server reads no further at the other', async ({
    provider,
  }) => {
    await using servers = await startTwoServers(provider.url)
    const { one, other } = servers
    const person = await signUp(one, 'person')
    const key = await byKey(one, person, 'admin')
    const { messageId } = await ask(one, person, '[[tokens=60 hold=5]]')
    const everything = await call(other, '/api/events', person)
    const answer = await call(other, `/api/messages/${messageId}/stream`, person)
    const response = await call(other, '/api/chat', person, {
      method: 'POST',
      body: JSON.stringify(turnOf('[[tokens=60 hold=5]]')),
    })
    const byTheKey = await call(other, '/api/events', key)
    await signOut(one, person)
    for (const each of [everything, answer, response]) expect(await endsCleanly(each)).toBe(false)
    const reader = byTheKey.body?.getReader()
    expect((await reader?.read())?.done).toBe(false)
    reader?.releaseLock()

    const { keys } = (await (await call(one, '/api/keys', key)).json()) as {
      keys: { id: string }[]
    }
    await call(one, `/api/keys/${keys[0]?.id}`, key, { method: 'DELETE' })
    expect(await endsCleanly(byTheKey)).toBe(false)
    expectNoErrors(servers)
  })

  test('P12 a session that ends while the servers do not hear one another reads no further once they do @long', async ({
    provider,
  }) => {
    await using servers = await startTwoServers(provider.url)
    const { one, other, redis } = servers
    const person = await signUp(one, 'person')
    const events = await call(other, '/api/events', person)
    await redis.kill()
    await expect.poll(() => other.output).toContain('Redis is away')
    await signOut(one, person)
    await redis.start()
    expect(await endsCleanly(events)).toBe(false)
    expectNoErrors(servers)
  })

  test('P12 a person who deletes their account at one server is gone from the other @long', async ({
    provider,
  }) => {
    await using servers = await startTwoServers(provider.url)
    const { one, other } = servers
    const person = await signUp(one, 'leaver')
    const events = await call(other, '/api/events', person)
    const deleted = await call(one, '/api/account', person, {
      method: 'DELETE',
      body: JSON.stringify({ password: PASSWORD }),
    })
    expect(deleted.status).toBe(204)
    expect(await endsCleanly(events)).toBe(false)
    expect((await call(other, '/api/account', person)).status).toBe(401)
    expectNoErrors(servers)
  })

  test('P12 a guest who makes an account at one server keeps the answer that runs on the other', async ({
    provider,
    key,
  }) => {
    const budget = { BUDGET_USER_TOKENS: '100000' }
    await using servers = await startTwoServers(provider.url, budget)
    const { one, other } = servers
    const guest = await signInAsGuest(one, 'guest')
    const { messageId } = await ask(one, guest, `[[key=${key} tokens=60 hold=5]]`, {
      model: PAID,
    })
    const events = await call(one, '/api/events', guest)
    const email = `${randomUUID()}@example.org`
    const signedUp = await post(other, '/api/auth/sign-up/email', guest, {
      name: 'Ada',
      email,
      password: PASSWORD,
    })
    expect(signedUp.status).toBe(200)
    const cookie = signedUp.headers.getSetCookie().find((line) => line.startsWith('fullstop='))
    const ada = { name: 'ada', headers: { Cookie: cookie?.split(';')[0] ?? '' } }
    expect(await endsCleanly(events), 'the guest’s own follow is broken off').toBe(false)
    expect((await call(one, '/api/chats', guest)).status).toBe(401)
    const stopped = await post(one, `/api/messages/${messageId}/cancel`, ada, {})
    expect(await stopped.json()).toMatchObject({ outcome: 'cancelled' })
    await waitForCall(provider.url, key, ({ open }) => !open)
    const account = (await (await call(other, '/api/account', ada)).json()) as Account
    expect(account.budget?.spent).toBeGreaterThan(0)
    expectNoErrors(servers)
  })

  test('P8 an answer goes on without a reader once its chat keeps going, though that was set at the other server @long', async ({
    provider,
  }) => {
    await using servers = await startTwoServers(provider.url, { STREAM_GRACE_MS: '5000' })
    const { one, other } = servers
    const guest = await signInAsGuest(one, 'guest')
    const [kept, left] = [
      await ask(one, guest, '[[tokens=60 hold=5]]'),
      await ask(one, guest, '[[tokens=60 hold=5]]'),
    ]
    const changed = await call(other, `/api/chats/${kept.chatId}`, guest, {
      method: 'PATCH',
      body: JSON.stringify({ keepGoing: true }),
    })
    expect(changed.status).toBe(200)
    const metadataOf = async (id: string) => (await messageAt(other, guest, id)).metadata
    await expect
      .poll(() => metadataOf(left.messageId))
      .toMatchObject({ status: 'cancelled', endReason: 'disconnect' })
    expect(await metadataOf(kept.messageId)).toMatchObject({ status: 'active' })
    expectNoErrors(servers)
  })

  test('a budget ends the answers of a person on both servers, little above its tokens @long', async ({
    provider,
  }) => {
    await using servers = await startTwoServers(provider.url, { BUDGET_GUEST_TOKENS: '900' })
    const { one, other } = servers
    const guest = await signInAsGuest(one, 'guest')
    const fields = { model: PAID }
    // Each alone would have all of the budget in twenty seconds.
    const sent = [
      await ask(one, guest, '[[tokens=4000 rate=20]]', fields),
      await ask(other, guest, '[[tokens=4000 rate=20]]', fields),
    ]
    for (const { messageId } of sent) {
      await expect
        .poll(async () => (await messageAt(one, guest, messageId)).metadata, { timeout: 30_000 })
        .toMatchObject({ status: 'cancelled', endReason: 'budget' })
    }
    const written = await Promise.all(
      sent.map(
        async ({ messageId }) => textOf((await messageAt(one, guest, messageId)).parts).length,
      ),
    )
    const characters = written.reduce((sum, length) => sum + length, 0)
    // About four characters a token, and above that as many as come in four seconds.
    expect(characters / 4).toBeLessThan(900 + 400)
    expect((await send(one, guest, 'Again', fields)).status).toBe(429)
    expect((await send(other, guest, 'Again', fields)).status).toBe(429)
    expectNoErrors(servers)
  })
})
