import { once } from 'node:events'
import { request as openRequest, type IncomingMessage } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { setTimeout } from 'node:timers/promises'
import { waitForCall } from './fake-provider/books/books'
import { expect, providerVariables, test } from './harness/fixtures'
import { Guest } from './harness/guest'
import { HalfOpenRequest, headOf } from './harness/network/half-open'
import { newAnswerId } from './harness/new-answer-id'
import { AppServer } from './harness/server/app-server'

const MB = 1024 * 1024

/** Shorter than the wait for a body that has stalled. */
const AT_ONCE_MS = 4_000

test.describe('P11 a body whose rest never comes', () => {
  const paths = ['/api/chat', '/api/chats', '/api/settings', '/api/messages/a1/cancel', '/api/keys']
  for (const path of paths) {
    test(`a body to ${path} without a session is refused at once and closed`, async ({
      server,
    }) => {
      const request = new HalfOpenRequest(server.port, headOf(`POST ${path}`, { length: 1_000 }))
      expect(await request.closed).toBeLessThan(AT_ONCE_MS)
      expect(request.status).toBe(path === '/api/settings' ? 405 : 401)
    })
  }

  test('a body with a declared length above its path’s limit is refused', async ({
    server,
    guest,
  }) => {
    for (const [line, most] of [
      ['POST /api/chat', 8 * MB],
      ['PATCH /api/settings', 64 * 1024],
      ['POST /api/chats', 64 * 1024],
      ['POST /api/messages/a1/cancel', 64 * 1024],
      ['POST /api/auth/sign-in/anonymous', 16 * 1024],
    ] as const) {
      const head = headOf(line, { cookie: guest.cookie, length: most + 1 })
      const request = new HalfOpenRequest(server.port, head)
      expect(await request.closed).toBeLessThan(AT_ONCE_MS)
      expect(`${line} ${request.status} ${request.code}`).toBe(`${line} 413 too_large`)
    }
  })

  test('a refusal reaches a client that is still sending its body', async ({ server, guest }) => {
    const chunk = Buffer.alloc(64 * 1024, ' ')
    const paths = ['/api/chat', '/api/chats', '/api/auth/sign-in/anonymous', '/sign-in']
    async function* tooMuch() {
      for (let sent = 0; sent < 10 * MB; sent += chunk.length) {
        await setTimeout(1)
        yield chunk
      }
    }
    for (const path of paths) {
      const headers = { 'content-type': 'application/json', cookie: guest.cookie }
      const sending = openRequest(`${server.url}${path}`, { method: 'POST', headers })
      const answered = once(sending, 'response') as Promise<[IncomingMessage]>
      await Promise.all([answered, pipeline(tooMuch, sending)])
      const [response] = await answered
      response.resume()
      expect([path, response.statusCode]).toEqual([path, 413])
    }
  })

  test('a body is given up after 5 s in which too little came, signed in or not', async ({
    server,
    guest,
  }) => {
    const send = headOf('POST /api/chat', { cookie: guest.cookie, length: 1_000 })
    const signIn = headOf('POST /api/auth/sign-in/anonymous', { length: 100 })
    for (const head of [send, signIn]) {
      const request = new HalfOpenRequest(server.port, `${head}{`)
      const open = await request.closed
      expect(request.status).toBe(400)
      expect(open).toBeGreaterThan(4_000)
      expect(open).toBeLessThan(10_000)
    }
  })

  test('a page or a file takes no body, and its connection waits for none @long', async ({
    server,
    guest,
  }) => {
    for (const line of ['POST /', 'POST /c/a-chat', 'PUT /sign-in', 'POST /icon.svg', 'GET /']) {
      for (const length of [1_000, undefined]) {
        const head = headOf(line, { cookie: guest.cookie, ...(length && { length }) })
        const request = new HalfOpenRequest(server.port, head)
        expect(await request.closed).toBeLessThan(AT_ONCE_MS)
        expect(`${line} ${request.status} ${request.code}`).toBe(`${line} 413 too_large`)
      }
    }
    const health = new HalfOpenRequest(server.port, headOf('GET /api/health', { length: 1_000 }))
    expect(await health.closed).toBeLessThan(AT_ONCE_MS)
    expect(health.status).toBe(200)
  })
})

test('P11 2,000 half-open requests of one address take little memory, and nobody else’s place @long', async ({
  provider,
  key,
}) => {
  const server = await AppServer.start(providerVariables(provider.url))
  try {
    const guest = await Guest.signIn(server.url)
    const flooder = await Guest.signIn(server.url)
    const before = server.memory
    const bytes = `${headOf('POST /api/chat', { cookie: flooder.cookie, length: 8 * MB })}${'x'.repeat(64 * 1024)}`
    const flood = Array.from(
      { length: 2_000 },
      () => new HalfOpenRequest(server.port, bytes, '127.0.0.2'),
    )
    const served: number[] = []
    for (let round = 0; round < 5; round += 1) {
      const answer = newAnswerId()
      const startedAt = performance.now()
      await guest.ask(`[[key=${key}-${round} tokens=900]]`, { assistantMessageId: answer })
      await waitForCall(provider.url, `${key}-${round}`, ({ open }) => open)
      await guest.stop(answer)
      served.push(performance.now() - startedAt)
    }
    const grown = (server.memory - before) / MB
    await Promise.all(flood.map(({ closed }) => closed))
    const statuses = Map.groupBy(flood, ({ status }) => status)
    console.log(
      `2,000 half-open requests: ${grown.toFixed(0)} MB more, others served in ${Math.max(...served).toFixed(0)} ms`,
      [...statuses].map(([status, { length }]) => `${status}: ${length}`).join(', '),
    )
    expect(statuses.get(503)?.length).toBeGreaterThan(1_000)
    expect(grown).toBeLessThan(400)
    // All 2,000 arrive at once, before the first of these answers.
    expect(Math.max(...served)).toBeLessThan(15_000)
  } finally {
    await server.remove()
  }
})
