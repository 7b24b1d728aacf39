import { fetchEventSource } from '@microsoft/fetch-event-source'
import { createAuthClient } from 'better-auth/client'
import { readCall, releaseCall, waitForCall, type Call } from './fake-provider/books/books'
import { expect, providerVariables, test } from './harness/fixtures'
import { Guest, eventsOf, readEvents, turnOf, type WireEvent } from './harness/guest'
import { FaultProxy } from './harness/network/fault-proxy'
import { newAnswerId } from './harness/new-answer-id'
import { AppServer } from './harness/server/app-server'
import { pathOf } from './harness/stock-chat/stock-chat'

type Chunk = { type: string; delta?: string; finishReason?: string }

const isHeld = ({ held }: Call) => held
const chunksOf = (events: WireEvent[]) =>
  events.filter(({ data }) => data !== '[DONE]').map(({ data }) => data as Chunk)
const textOf = (events: WireEvent[]) =>
  chunksOf(events)
    .map(({ type, delta }) => (type === 'text-delta' ? delta : ''))
    .join('')
const question = (id: string, text: string) => ({ ...turnOf(text).message, id })

/** Reads until exactly this text has come, and leaves. */
async function readSome(response: Response, text: string): Promise<WireEvent[]> {
  const events: WireEvent[] = []
  for await (const event of eventsOf(response)) {
    events.push(event)
    if (textOf(events) === text) break
  }
  return events
}

test('R20 a follow for majors 5 and 6 of the SDK ends a stop with a finish that they know', async ({
  guest,
}) => {
  const finishOf = async (response: Response) => {
    expect(response.status).toBe(200)
    return chunksOf(await readEvents(response)).find(({ type }) => type === 'finish')?.finishReason
  }
  const id = newAnswerId()
  const { chatId } = await guest.ask('[[tokens=20 hold=5]]', { assistantMessageId: id })
  const followed = await Promise.all(
    ['', '?ui=6'].map((query) => guest.call(`/api/chat/${chatId}/stream${query}`)),
  )
  const turn = turnOf('[[tokens=20 hold=5]]')
  const other = await guest.post('/api/chat?ui=6', { ...turn, id: `${id}-2` })
  await guest.stop(id)
  expect(await Promise.all(followed.map(finishOf))).toEqual(['interrupted', 'other'])
  await guest.stop(other.headers.get('x-message-id') ?? '')
  expect(await finishOf(other)).toBe('other')
  const ended = `/api/messages/${id}/stream`
  expect(await finishOf(await guest.call(ended))).toBe('interrupted')
  expect(await finishOf(await guest.call(`${ended}?ui=6`))).toBe('other')
  for (const path of ['/api/chat?ui=7', '/api/chat?ui=', '/api/chat?ui=6&ui=6']) {
    const refused = await guest.post(path, turnOf('[[tokens=1]]'))
    expect(await refused.json()).toMatchObject({ error: { code: 'bad_request', field: 'ui' } })
  }
  expect((await guest.call(`${ended}?ui=5`)).status).toBe(400)
})

test('P8 R11 a request’s own grace may not exceed the server’s, and outranks its readers', async ({
  guest,
  server,
  provider,
  key,
}) => {
  const refused = await guest.post('/api/chat', {
    ...turnOf('[[tokens=1]]'),
    options: { graceMs: 30_001 },
  })
  expect([refused.status, await refused.json()]).toMatchObject([
    400,
    { error: { code: 'bad_request', field: 'options.graceMs', limit: 30_000 } },
  ])
  const id = newAnswerId()
  const leaving = new AbortController()
  const response = await guest.call('/api/chat', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      ...turnOf(`[[key=${key} tokens=20 hold=10]]`),
      assistantMessageId: id,
      options: { graceMs: 0 },
    }),
    signal: leaving.signal,
  })
  response.text().catch(() => {})
  const follower = readEvents(await guest.call(`/api/messages/${id}/stream`))
  await waitForCall(provider.url, key, isHeld)
  await guest.call(`/api/chats/${response.headers.get('x-chat-id')}`, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ keepGoing: true }),
  })
  leaving.abort()
  const { text } = await waitForCall(provider.url, key, ({ open }) => !open)
  expect(textOf(await follower)).toBe(text)
  expect(server.storedMessage(id)).toEqual({ status: 'cancelled', endReason: 'disconnect', text })
})

test('R20 a question that is sent again is asked once, and its sender is told the same answer', async ({
  guest,
  provider,
  key,
}) => {
  const body = { id: key, message: question(`${key}-q`, `[[key=${key} tokens=20 hold=10]]`) }
  const first = await guest.post('/api/chat', body)
  await waitForCall(provider.url, key, isHeld)
  const second = await guest.post('/api/chat', { ...body, messages: [body.message] })
  expect(second.headers.get('x-message-id')).toBe(first.headers.get('x-message-id'))
  await releaseCall(provider.url, key)
  const texts = (await Promise.all([first, second].map(readEvents))).map(textOf)
  const { text, attempt } = await waitForCall(provider.url, key)
  expect([texts, attempt]).toEqual([[text, text], 1])
  const third = await guest.post('/api/chat', body)
  expect(textOf(await readEvents(third))).toBe(text)
  expect((await readCall(provider.url, key))?.attempt).toBe(1)
  const { messages } = await guest.json<{ messages: unknown[] }>(`/api/chats/${key}`)
  expect(messages).toHaveLength(2)
})

test('R20 a question that its client lists as the only message becomes another root', async ({
  guest,
  key,
}) => {
  const sendOne = async (fields: object) => {
    const response = await guest.post('/api/chat', { id: key, ...fields })
    await readEvents(response)
    return guest.json<{ metadata: { parentId: string; siblingIds: string[] } }>(
      `/api/messages/${response.headers.get('x-message-id')}`,
    )
  }
  const shown = (id: string) => ({ messages: [question(`${key}-${id}`, '[[tokens=2 rate=0]]')] })
  await sendOne(shown('a'))
  const followUp = await sendOne({ message: question(`${key}-b`, '[[tokens=2 rate=0]]') })
  expect(followUp.metadata.parentId).toBe(`${key}-b`)
  await sendOne(shown('c'))
  const chat = await guest.json<{ messages: { id: string; metadata: object }[] }>(
    `/api/chats/${key}`,
  )
  expect(chat.messages).toMatchObject([
    { id: `${key}-c`, metadata: { parentId: null, siblingIds: [`${key}-a`, `${key}-c`] } },
    { metadata: { parentId: `${key}-c` } },
  ])
})

test('P6 a POST that comes again with its Last-Event-ID goes on from there, and asks nothing twice', async ({
  guest,
  provider,
  key,
}) => {
  const body = { id: key, messages: [question(`${key}-q`, `[[key=${key} tokens=20 hold=10]]`)] }
  const begun = await guest.post('/api/chat', body)
  const held = await waitForCall(provider.url, key, isHeld)
  const some = await readSome(begun, held.text)
  const again = await guest.post('/api/chat', body, { 'Last-Event-ID': some.at(-1)?.id ?? '' })
  await releaseCall(provider.url, key)
  const rest = await readEvents(again)
  const { text, attempt } = await waitForCall(provider.url, key)
  expect([textOf(some) + textOf(rest), attempt]).toEqual([text, 1])
  expect(chunksOf(rest).slice(0, 2)).toMatchObject([{ type: 'start' }, { type: 'text-start' }])
  // That Last-Event-ID says nothing about another question.
  const other = await guest.post(
    '/api/chat',
    { id: key, message: question(`${key}-r`, '[[tokens=2 rate=0]]') },
    { 'Last-Event-ID': some.at(-1)?.id ?? '' },
  )
  expect(textOf(await readEvents(other))).toBe('word0001 word0002 ')
  const malformed = await guest.post('/api/chat', turnOf('[[tokens=1]]'), { 'Last-Event-ID': '!' })
  expect(malformed.status).toBe(200)
  await readEvents(malformed)
})

test('P6 fetch-event-source, cut off twice, brings each character once and asks once', async ({
  guest,
  provider,
  key,
}) => {
  const body = { id: key, messages: [question(`${key}-q`, `[[key=${key} tokens=20 hold=5]]`)] }
  const seen: string[] = []
  let calls = 0
  const restore = standInForBrowser()
  try {
    await fetchEventSource('/api/chat', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      openWhenHidden: true,
      fetch: async (path, init) => {
        calls += 1
        const response = await guest.call(pathOf(path), init)
        return calls < 3 ? cutAfter(response, 'text-delta') : response
      },
      onmessage({ data }) {
        if (data === '' || data === '[DONE]') return
        const chunk = JSON.parse(data) as Chunk
        if (chunk.type === 'text-delta') seen.push(chunk.delta ?? '')
        if (calls === 3 && chunk.type === 'start') void releaseCall(provider.url, key)
      },
      onerror: () => 1,
    })
  } finally {
    restore()
  }
  const { text, attempt } = await waitForCall(provider.url, key)
  expect([seen.join(''), attempt, calls]).toEqual([text, 1, 3])
})

/** Fakes the browser's globals that fetch-event-source reads; the result removes them. */
function standInForBrowser(): () => void {
  const nothing = () => {}
  const document = { hidden: false, addEventListener: nothing, removeEventListener: nothing }
  Object.assign(globalThis, { window: globalThis, document })
  return () => {
    for (const name of ['window', 'document']) Reflect.deleteProperty(globalThis, name)
  }
}

/** The response over a network that breaks off after the first event of this type. */
function cutAfter(response: Response, type: string): Response {
  let seen = ''
  const decoder = new TextDecoder()
  const cut = new TransformStream<Uint8Array, Uint8Array>({
    transform(bytes, controller) {
      controller.enqueue(bytes)
      seen += decoder.decode(bytes, { stream: true })
      if (seen.includes(`"${type}"`)) controller.error(new TypeError('network error'))
    },
  })
  return new Response(response.body?.pipeThrough(cut), response)
}

test('R30 an EventSource reads an answer to its end, and does not come back', async ({
  page,
  server,
  provider,
  key,
}) => {
  await page.goto('/sign-in')
  const guest = await Guest.signIn(server.url)
  await page.context().addCookies([cookieOf(guest, server.url)])
  const id = newAnswerId()
  await guest.ask(`[[key=${key} tokens=20 hold=10]]`, { assistantMessageId: id })
  await waitForCall(provider.url, key, isHeld)
  const statuses: number[] = []
  page.on('response', (response) => {
    if (response.url().includes(`/messages/${id}/stream`)) statuses.push(response.status())
  })
  const reading = page.evaluate(
    (path) =>
      new Promise<string>((resolve) => {
        const source = new EventSource(path)
        let text = ''
        source.addEventListener('message', ({ data }: MessageEvent<string>) => {
          if (data === '[DONE]') return
          const chunk = JSON.parse(data) as { type: string; delta?: string }
          if (chunk.type === 'text-delta') text += chunk.delta ?? ''
        })
        source.addEventListener('error', () => {
          if (source.readyState === EventSource.CLOSED) resolve(text)
        })
      }),
    `/api/messages/${id}/stream`,
  )
  await expect.poll(() => statuses).toEqual([200])
  await releaseCall(provider.url, key)
  const text = await reading
  expect(text).toBe((await waitForCall(provider.url, key)).text)
  await expect.poll(() => statuses).toEqual([200, 204])
})

test('P6 an EventSource of everything, cut off, goes on after its last ID and brings each character once', async ({
  page,
  guest,
  server,
  provider,
  key,
}) => {
  const line = await FaultProxy.start(server.url)
  try {
    await page.context().addCookies([cookieOf(guest, line.url)])
    // With the old HTTP each request has a connection of its own.
    line.prepare({ oldHttp: true })
    await page.goto(`${line.url}/sign-in`, { waitUntil: 'networkidle' })
    // Only then has the page made all of its own calls.
    await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
    const reset = { kind: 'reset', direction: 'response', after: 4_000 } as const
    line.prepare({ faults: [[reset]], oldHttp: true })
    const id = newAnswerId()
    const reading = page.evaluate(
      (messageId) =>
        new Promise<{ text: string; starts: number[]; idsGiven: number; events: number }>(
          (resolve) => {
            const source = new EventSource('/api/events')
            const starts: number[] = []
            const ids = new Set<string>()
            let events = 0
            let text = ''
            let reached = 0
            source.addEventListener('message', ({ data, lastEventId }: MessageEvent<string>) => {
              events += 1
              ids.add(lastEventId)
              const event = JSON.parse(data) as {
                messageId?: string
                cursor: string
                chunk: { type: string; delta?: string }
              }
              if (event.messageId !== messageId) return
              const { type, delta = '' } = event.chunk
              const position = Number(event.cursor.split(':')[1])
              if (type === 'start') starts.push(position)
              if (position > reached) {
                text += delta.slice(Math.max(0, reached - (position - delta.length)))
                reached = position
              }
              if (type !== 'finish') return
              source.close()
              resolve({ text, starts, idsGiven: ids.size, events })
            })
          },
        ),
      id,
    )
    await expect.poll(() => line.connections.length).toBe(1)
    await guest.ask(`[[key=${key} tokens=60 rate=10]]`, { assistantMessageId: id })
    const { text, starts, idsGiven, events } = await reading
    expect(text).toBe((await waitForCall(provider.url, key)).text)
    expect(starts).toEqual([0, expect.any(Number)])
    expect(starts[1]).toBeGreaterThan(0)
    expect(idsGiven).toBeLessThan(events)
  } finally {
    await line.close()
  }
})

function cookieOf({ cookie }: Guest, url: string) {
  const [name = ''] = cookie.split('=')
  return { name, value: cookie.slice(name.length + 1), url }
}

test('P6 a reader who has all of the text but not its end is sent the end, and 204 once they have both', async ({
  guest,
}) => {
  const id = newAnswerId()
  await readEvents(
    await guest.post('/api/chat', { ...turnOf('[[tokens=3 rate=0]]'), assistantMessageId: id }),
  )
  const path = `/api/messages/${id}/stream`
  const events = await readEvents(await guest.call(path))
  const ids = events.flatMap(({ id }) => id ?? [])
  for (const [index, eventId] of ids.entries()) {
    const response = await guest.call(path, { headers: { 'Last-Event-ID': eventId } })
    expect([index, response.status]).toEqual([index, index === ids.length - 1 ? 204 : 200])
    if (response.status === 204) continue
    expect(chunksOf(await readEvents(response)).at(-1)).toMatchObject({ type: 'finish' })
  }
  // A program that names its cursor in the query wants to be told the end again.
  const asked = await guest.call(`${path}?after=${ids.at(-1)}`)
  expect(chunksOf(await readEvents(asked)).map(({ type }) => type)).toEqual(['start', 'finish'])
})

test('R12 better-auth’s client finds a message and a code in every refusal', async ({
  provider,
}) => {
  const server = await AppServer.start({
    ...providerVariables(provider.url),
    AUTH_GUESTS: 'off',
    AUTH_SIGNUP: 'off',
  })
  try {
    const client = createAuthClient({ baseURL: server.url })
    const nobody = { email: 'ann@example.org', password: 'wrong password' }
    const asked: [string, Promise<{ error: object | null }>][] = [
      ['a wrong password', client.signIn.email(nobody)],
      ['a malformed address', client.signIn.email({ ...nobody, email: 'what' })],
      ['an address that is too long', client.signIn.email({ ...nobody, email: 'x'.repeat(300) })],
      ['sign-ups that are closed', client.signUp.email({ ...nobody, name: 'Ann' })],
      [
        'guests who are not let in',
        client.$fetch('/sign-in/anonymous', { method: 'POST', body: {} }),
      ],
      ['a call that is closed', client.$fetch('/update-user', { method: 'POST', body: {} })],
      ['an unknown call', client.$fetch('/nothing')],
      ['a path that is malformed', client.$fetch('/%E0%A4%A')],
      ['another method', client.$fetch('/sign-in/email')],
      ['a body that is no JSON', client.$fetch('/sign-in/email', { method: 'POST', body: 'what' })],
      [
        'a body that is too large',
        client.signIn.email({ ...nobody, password: 'x'.repeat(20_000) }),
      ],
      [
        'a foreign origin',
        client.$fetch('/sign-out', { method: 'POST', headers: { Origin: 'http://other' } }),
      ],
      ['who is nobody', client.$fetch('/list-sessions')],
      [
        'an unknown token',
        client.$fetch('/reset-password', {
          method: 'POST',
          body: { token: 'x', newPassword: 'x'.repeat(9) },
        }),
      ],
      [
        'a mail that cannot be sent',
        client.$fetch('/request-password-reset', { method: 'POST', body: { email: nobody.email } }),
      ],
      [
        'a provider that is not set up',
        client.$fetch('/sign-in/social', { method: 'POST', body: { provider: 'github' } }),
      ],
    ]
    for (const [what, asking] of asked) {
      const { error } = await asking
      expect([what, error]).toEqual([
        what,
        expect.objectContaining({
          message: expect.stringMatching(/\w/),
          code: expect.stringMatching(/^\w+$/),
          status: expect.any(Number),
        }),
      ])
    }
  } finally {
    await server.remove()
  }
})
