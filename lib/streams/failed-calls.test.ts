import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { messageOf } from '@/lib/db/message-view'
import { localVendors, modelAt, startVendor, type LocalVendor } from '@/lib/testing/local-vendor'
import { streamHarness } from '@/lib/testing/stream-harness'
import { linesOf } from '@/lib/testing/wire-harness'

const MESSAGE = 'a call to a provider failed'

/** Asks a vendor at this address until the answer ends; `failed` has the log's lines of failed calls. */
async function askAt(baseUrl: string, vendor: LocalVendor) {
  const harness = streamHarness()
  const { database, manager, clock, logged, start } = harness
  const model = modelAt(baseUrl, vendor)
  const { record } = await start('a', {
    openProvider: (abortSignal) =>
      model.languageModel.doStream({
        abortSignal,
        prompt: [{ role: 'user', content: [{ type: 'text', text: 'a secret question' }] }],
      }),
  })
  const feed = await manager.follow(record)
  while (manager.isActive('a')) {
    await turn()
    await clock.advance(100)
  }
  const events = []
  for (let read = await feed.read(); read; read = await feed.read()) events.push(...read)
  const failed = logged.filter(({ message }) => message === MESSAGE).map(({ facts }) => facts)
  const answer = await database.streams.findAnswer('a')
  return { ...harness, failed, answer, events, logged: JSON.stringify(logged) }
}

const refuse =
  (status: number, body: object, headers = {}): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(body))
  }

const pathOf: Record<LocalVendor, string> = {
  responses: '/v1/responses',
  chat: '/v1/chat/completions',
  compatible: '/v1/chat/completions',
  deepseek: '/v1/chat/completions',
  anthropic: '/v1/messages',
  ollama: '/v1/v1/chat/completions',
}

describe.each(localVendors)('R25 a failed call over the wire %s', (vendor) => {
  test('the call is one line of the log, with the vendor’s facts and none of its words', async () => {
    const said = { message: 'a secret answer', type: 'a_type', code: 'a_code', secret: 'x' }
    const baseUrl = await startVendor(
      refuse(401, { type: 'error', error: said }, { 'x-request-id': 'req_7' }),
    )
    const { failed, answer, logged } = await askAt(`${baseUrl}`, vendor)
    const { host } = new URL(baseUrl)
    const call = {
      attempt: 1,
      status: 401,
      type: 'a_type',
      code: 'a_code',
      requestId: 'req_7',
      host,
      path: pathOf[vendor],
    }
    expect(failed).toEqual([
      {
        messageId: 'a',
        chatId: 'chat-of-a',
        sessionId: 'session-of-a',
        personId: 'ada',
        model: 'demo/tour',
        reason: 'provider_auth',
        ...call,
      },
    ])
    expect(answer?.error).toEqual({ message: expect.any(String) as unknown, call })
    expect(logged).not.toContain('secret')
  })

  test('each attempt is one line, with its cause', async () => {
    const closed = await closedPort()
    const { failed } = await askAt(`http://127.0.0.1:${closed}/v1`, vendor)
    const call = { cause: 'ECONNREFUSED', host: `127.0.0.1:${closed}`, path: pathOf[vendor] }
    const reason = 'provider_unreachable'
    expect(failed).toMatchObject([1, 2, 3].map((attempt) => ({ attempt, reason, ...call })))
    expect(failed[0]).not.toHaveProperty('status')
  })

  test('a call that another one follows is in the log, and not in the answer', async () => {
    let asked = 0
    const baseUrl = await startVendor((request, response) => {
      asked += 1
      if (asked === 1) refuse(503, {})(request, response)
      else response.writeHead(200).end('<html>')
    })
    const { failed, answer } = await askAt(baseUrl, vendor)
    expect(failed).toMatchObject([
      { attempt: 1, status: 503 },
      { attempt: 2, status: 200 },
    ])
    expect(answer?.error?.call).toMatchObject({ attempt: 2, status: 200 })
  })
})

test.each<[string, RequestListener, object]>([
  [
    'the innermost name in an error that lies in others',
    refuse(400, {
      error: {
        message: 'Provider returned error',
        code: 400,
        metadata: { raw: JSON.stringify({ error: { code: 'inner', type: 'innermost' } }) },
      },
    }),
    { status: 400, code: 'inner', type: 'innermost' },
  ],
  [
    'the status and the reason of Gemini',
    refuse(400, [
      {
        error: {
          code: 400,
          status: 'INVALID_ARGUMENT',
          details: [{ '@type': 'x/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' }],
        },
      },
    ]),
    { status: 400, code: 'API_KEY_INVALID', type: 'INVALID_ARGUMENT' },
  ],
  [
    'the ID in the body',
    refuse(400, { error: { type: 'a_type' }, request_id: 'req_body' }),
    { requestId: 'req_body' },
  ],
  [
    'the status of a response whose stream has the error',
    (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cf-ray': '9f-FRA' })
      response.end(linesOf({ error: { message: 'no', code: 400, type: 'a_type' } }))
    },
    { status: 200, code: '400', type: 'a_type', requestId: '9f-FRA' },
  ],
  [
    'no name that is a sentence',
    refuse(400, { error: { code: 'a secret answer', type: 'a secret type' } }),
    { status: 400 },
  ],
])('R25 a failed call is told by %s', async (_, answer, facts) => {
  const baseUrl = await startVendor(answer)
  const { failed, logged } = await askAt(baseUrl, 'compatible')
  expect(failed).toMatchObject([facts])
  expect(logged).not.toContain('secret')
})

test('R25 a call that is given up is told by its host and path, and a stopped one is no failure', async () => {
  const begun = Promise.withResolvers<void>()
  const baseUrl = await startVendor((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': 'req_1' })
    response.flushHeaders()
    begun.resolve()
  })
  const { failed, answer } = await askAt(baseUrl, 'compatible')
  const call = { attempt: 1, host: new URL(baseUrl).host, path: '/v1/chat/completions' }
  expect(failed).toMatchObject([{ reason: 'timeout_first_token', ...call }])
  expect(answer?.error?.call).toMatchObject(call)
  expect(answer?.error?.call).not.toHaveProperty('cause')

  const { start, manager, logged } = streamHarness()
  const model = modelAt(baseUrl, 'compatible')
  await start('a', {
    openProvider: (abortSignal) => model.languageModel.doStream({ abortSignal, prompt: [] }),
  })
  await begun.promise
  await manager.cancel('ada', 'a', { reason: 'user' })
  expect(logged.map(({ message }) => message)).not.toContain(MESSAGE)
})

test('P12 the facts of a failed call are not told to followers or readers of the answer', async () => {
  const baseUrl = await startVendor(refuse(401, { error: { code: 'a_code' } }))
  const { answer, events, manager } = await askAt(baseUrl, 'compatible')
  if (!answer) throw new Error('the answer is gone')
  expect(answer.error?.call?.code).toBe('a_code')
  const replayed = await (await manager.follow(answer)).read()
  const shown = JSON.stringify([events, replayed, messageOf(answer)])
  expect(shown).toContain('rejected the API key')
  expect(shown).not.toMatch(/a_code|127\.0\.0\.1|attempt/)
})

/** A loopback port on which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  await new Promise((closed) => server.close(closed))
  if (address === null || typeof address === 'string') throw new Error('it had no port')
  return address.port
}
