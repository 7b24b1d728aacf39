import { expect, test } from './harness/fixtures'
import { turnOf } from './harness/guest'

const json = { 'Content-Type': 'application/json' }
const post = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: json,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const send = (fields: object) => post({ ...turnOf('Hello'), ...fields })
const question = (text: string) => post(turnOf(text))

/** The name, path and init of a call, then the status, code and field of its error. */
const cases: [string, string, RequestInit, number, string, string?][] = [
  ['no JSON', '/api/chat', post('{'), 400, 'bad_request', 'body'],
  ['no object', '/api/chat', post('[]'), 400, 'bad_request', 'body'],
  ['no message', '/api/chat', post({}), 400, 'bad_request', 'message'],
  ['an empty question', '/api/chat', question('  \n'), 400, 'bad_request', 'message.parts'],
  ['a null character', '/api/chat', question('a\0b'), 400, 'bad_request', 'message.parts.0.text'],
  [
    'half a surrogate pair',
    '/api/chat',
    question('a\ud83d'),
    400,
    'bad_request',
    'message.parts.0.text',
  ],
  [
    'a question that is too long',
    '/api/chat',
    question('x'.repeat(100_001)),
    413,
    'too_large',
    'message',
  ],
  ['a body that is too large', '/api/chat', question('x'.repeat(8_400_000)), 413, 'too_large'],
  ['a malformed ID', '/api/chat', send({ id: 'a b' }), 400, 'bad_request', 'id'],
  [
    'an ID that is too long',
    '/api/chat',
    send({ assistantMessageId: 'x'.repeat(65) }),
    400,
    'bad_request',
    'assistantMessageId',
  ],
  ['an unknown trigger', '/api/chat', send({ trigger: 'sing' }), 400, 'bad_request', 'trigger'],
  [
    'an unknown model',
    '/api/chat',
    send({ model: 'openai/none' }),
    400,
    'model_unavailable',
    'model',
  ],
  ['an unknown parent', '/api/chat', send({ parentId: 'none' }), 404, 'not_found', 'parentId'],
  [
    'a message of the assistant',
    '/api/chat',
    post({ message: { role: 'assistant', parts: [] } }),
    400,
    'bad_request',
    'message.role',
  ],
  [
    'another content type',
    '/api/chat',
    { ...question('Hello'), headers: { 'Content-Type': 'text/plain' } },
    400,
    'bad_request',
    'Content-Type',
  ],
  [
    'another site',
    '/api/chat',
    { ...question('Hello'), headers: { ...json, Origin: 'https://evil.example' } },
    403,
    'forbidden',
  ],
  [
    'another site’s fetch',
    '/api/chat',
    { ...question('Hello'), headers: { ...json, 'Sec-Fetch-Site': 'cross-site' } },
    403,
    'forbidden',
  ],
  ['an unknown field', '/api/chats', post({ titel: 'x' }), 400, 'bad_request', 'titel'],
  [
    'a title that is too long',
    '/api/chats',
    post({ title: 'x'.repeat(201) }),
    400,
    'bad_request',
    'title',
  ],
  [
    'a negative length',
    '/api/messages/none/cancel',
    post({ seenTextLength: -1 }),
    400,
    'bad_request',
    'seenTextLength',
  ],
  ['an unknown message', '/api/messages/none/cancel', post({}), 404, 'not_found'],
  ['a path that is no ID', '/api/messages/a%20b', {}, 400, 'bad_request', 'messageId'],
  ['an unknown parameter', '/api/chats?offset=1', {}, 400, 'bad_request', 'offset'],
  ['a parameter given twice', '/api/chats?limit=1&limit=2', {}, 400, 'bad_request', 'limit'],
  ['a limit out of range', '/api/chats?limit=0', {}, 400, 'bad_request', 'limit'],
  ['a malformed cursor', '/api/chats?cursor=x', {}, 400, 'bad_request', 'cursor'],
  [
    'a malformed event ID',
    '/api/events',
    { headers: { 'Last-Event-ID': '!' } },
    400,
    'bad_request',
    'Last-Event-ID',
  ],
  ['an unknown call', '/api/nothing', {}, 404, 'not_found'],
]

for (const [what, path, init, status, code, field] of cases) {
  test(`the API refuses ${what} with ${status} and writes nothing`, async ({ guest, server }) => {
    const count = () =>
      server.query<{ rows: number }>(
        'SELECT (SELECT count(*) FROM chats) + (SELECT count(*) FROM messages) AS rows',
      )
    const before = count()
    const response = await guest.call(path, init)
    expect(response.status).toBe(status)
    expect(response.headers.get('x-request-id')).toBeTruthy()
    const body = (await response.json()) as { error: { message: string } }
    expect(body).toMatchObject({ error: { code, ...(field !== undefined && { field }) } })
    expect(body.error.message).not.toBe('')
    expect(count()).toEqual(before)
  })
}

test('a caller who is not signed in gets 401 everywhere except from health', async ({ server }) => {
  for (const path of [
    '/api/chats',
    '/api/models',
    '/api/events',
    '/api/streams',
    '/api/messages/x',
  ]) {
    const response = await fetch(`${server.url}${path}`)
    expect([path, response.status]).toEqual([path, 401])
    expect(await response.json()).toMatchObject({ error: { code: 'unauthenticated' } })
  }
  const forged = await fetch(`${server.url}/api/chats`, { headers: { Cookie: 'fullstop=forged' } })
  expect(forged.status).toBe(401)
  expect(await (await fetch(`${server.url}/api/health`)).json()).toMatchObject({ status: 'ok' })
})

test('the cookie works over plain http and under any address of the machine', async ({
  server,
}) => {
  const response = await fetch(`http://127.0.0.1:${server.port}/api/auth/sign-in/anonymous`, {
    method: 'POST',
    headers: { ...json, Origin: `http://127.0.0.1:${server.port}` },
    body: '{}',
  })
  expect(response.status).toBe(200)
  const cookie = response.headers.getSetCookie()[0]
  expect(cookie).toMatch(/^fullstop=/)
  expect(cookie).toMatch(/HttpOnly/i)
  expect(cookie).toMatch(/SameSite=Lax/i)
  expect(cookie).not.toMatch(/Secure/i)
})

test('the sign-in refuses a large body as other calls do, and deletes no guest', async ({
  guest,
  server,
}) => {
  const large = await fetch(`${server.url}/api/auth/sign-in/anonymous`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ name: 'x'.repeat(8_400_000) }),
  })
  expect(large.status).toBe(413)
  expect(await large.json()).toMatchObject({ error: { code: 'too_large' } })
  expect((await guest.post('/api/auth/delete-anonymous-user', {})).status).toBeGreaterThan(399)
  expect((await guest.call('/api/chats')).status).toBe(200)
})
