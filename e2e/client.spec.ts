import { createFullstop, FullstopError, type AnswerEvent } from '@/client/index'
import type { Message } from '@/lib/contract/message'
import { textOf } from '@/lib/contract/message-text'
import { readCall, releaseCall, waitForCall, type Call } from './fake-provider/books/books'
import { expect, test } from './harness/fixtures'
import type { Guest } from './harness/guest'
import { pathOf } from './harness/stock-chat/stock-chat'

const isHeld = ({ held }: Call) => held
const isClosed = ({ open }: Call) => !open

/** The path of a call and how it is passed on. */
type Network = (path: string, init: RequestInit, pass: () => Promise<Response>) => Promise<Response>

const perfect: Network = (_path, _init, pass) => pass()

function clientOf(guest: Guest, network: Network = perfect) {
  return createFullstop({
    baseUrl: 'http://server.example/',
    fetch: (url, init = {}) => {
      const { pathname, search } = new URL(pathOf(url))
      const path = pathname + search
      return network(path, init, () => guest.call(path, init))
    },
  })
}

const textIn = (events: readonly AnswerEvent[]) =>
  events.map((event) => (event.type === 'text-delta' ? event.delta : '')).join('')

/** Reads to the end, or to an error, which is returned beside what came. */
async function readAll(events: AsyncIterable<AnswerEvent>, heard: AnswerEvent[] = []) {
  try {
    for await (const event of events) heard.push(event)
    return { heard, error: undefined }
  } catch (error) {
    return { heard, error }
  }
}

const message = (guest: Guest, id: string) => guest.json<Message>(`/api/messages/${id}`)

test('P1 P6 an answer comes with its IDs known before, and its chat is found', async ({
  guest,
  provider,
  key,
}) => {
  const fullstop = clientOf(guest)
  const answer = fullstop.streamChat(`[[key=${key} tokens=20]]`)
  const { chatId, messageId } = answer
  const { heard, error } = await readAll(answer)
  expect(error).toBeUndefined()
  expect(heard.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['start', 'text-start', 'text-delta', 'text-end', 'finish']),
  )
  expect(heard[0]).toMatchObject({ type: 'start', messageId })
  expect(heard.at(-1)).toMatchObject({ type: 'finish', finishReason: 'stop' })
  expect(textIn(heard)).toBe((await waitForCall(provider.url, key)).text)
  const { chats } = await fullstop.chats.list({ limit: 1 })
  expect(chats).toMatchObject([{ id: chatId, leafId: messageId }])
  const next = fullstop.streamChat(`[[key=${key}-next tokens=1]]`, { chatId })
  await readAll(next)
  const { messages } = await fullstop.chats.get(chatId)
  expect(messages.map(({ id }) => id).slice(1)).toEqual([
    messageId,
    expect.any(String),
    next.messageId,
  ])
})

test('P1 P3 a signal stops the answer on the server, at the text that came', async ({
  guest,
  provider,
  key,
}) => {
  const stop = new AbortController()
  const answer = clientOf(guest).streamChat(`[[key=${key} tokens=400 rate=50]]`, stop)
  const heard: AnswerEvent[] = []
  const reading = readAll(answer, heard)
  await expect.poll(() => textIn(heard).length).toBeGreaterThan(60)
  const abortedAt = Date.now()
  stop.abort()
  const seen = textIn(heard)
  const { error } = await reading
  expect(error).toBe(stop.signal.reason)
  const { closedAt } = await waitForCall(provider.url, key, isClosed)
  expect((closedAt ?? Infinity) - abortedAt).toBeLessThan(1_000)
  expect(await answer.cancel()).toMatchObject({
    outcome: 'cancelled',
    status: 'cancelled',
    endReason: 'user',
    text: seen,
    receipt: { keptCharacters: seen.length },
  })
  expect(textIn(heard)).toBe(seen)
  expect(textOf((await message(guest, answer.messageId)).parts)).toBe(seen)
})

test('P4 a signal stops an answer whose send is still on its way, and the model is not called', async ({
  guest,
  provider,
  key,
}) => {
  const stop = new AbortController()
  const sending = Promise.withResolvers<void>()
  const stopped = Promise.withResolvers<void>()
  const arrived = Promise.withResolvers<Response>()
  const fullstop = clientOf(guest, async (path, { signal, ...init }, pass) => {
    if (path !== '/api/chat') return pass()
    sending.resolve()
    await stopped.promise
    // The network delivers even what its sender has given up.
    arrived.resolve(guest.call(path, init))
    throw signal?.reason
  })
  const answer = fullstop.streamChat(`[[key=${key} tokens=5]]`, stop)
  const reading = readAll(answer)
  await sending.promise
  stop.abort()
  expect(await answer.cancel()).toEqual({ outcome: 'pending', messageId: answer.messageId })
  stopped.resolve()
  expect((await reading).error).toBe(stop.signal.reason)
  await (await arrived.promise).text()
  expect((await message(guest, answer.messageId)).metadata).toMatchObject({
    status: 'cancelled',
    endReason: 'user',
    textLength: 0,
  })
  expect(await readCall(provider.url, key)).toBeUndefined()
})

test('P3 a cancel without a signal ends the loop with the end of the answer', async ({
  guest,
  provider,
  key,
}) => {
  const answer = clientOf(guest).streamChat(`[[key=${key} tokens=20 hold=10]]`)
  const heard: AnswerEvent[] = []
  const reading = readAll(answer, heard)
  const { text } = await waitForCall(provider.url, key, isHeld)
  await expect.poll(() => textIn(heard)).toBe(text)
  const outcome = await answer.cancel()
  expect(outcome).toMatchObject({ outcome: 'cancelled', text })
  expect(await answer.cancel()).toBe(outcome)
  expect((await reading).error).toBeUndefined()
  expect(heard.slice(-2)).toMatchObject([
    { type: 'finish', finishReason: 'interrupted', messageMetadata: { status: 'cancelled' } },
    { type: 'abort' },
  ])
})

test('P13 a stop whose first tries are lost gets through', async ({ guest, provider, key }) => {
  const stop = new AbortController()
  let tries = 0
  const fullstop = clientOf(guest, (path, init, pass) => {
    if (!path.endsWith('/cancel')) return pass()
    expect(init.keepalive).toBe(true)
    tries += 1
    if (tries === 1) return Promise.reject(new TypeError('fetch failed'))
    if (tries === 2) return Promise.resolve(new Response('<h1>Bad gateway</h1>', { status: 502 }))
    return pass()
  })
  const answer = fullstop.streamChat(`[[key=${key} tokens=20 hold=10]]`, stop)
  const reading = readAll(answer)
  await waitForCall(provider.url, key, isHeld)
  stop.abort()
  await reading
  expect(await answer.cancel()).toMatchObject({ outcome: 'cancelled' })
  expect(tries).toBe(3)
  await waitForCall(provider.url, key, isClosed)
})

test('P6 an answer whose connections break off comes whole, and nothing of it twice', async ({
  guest,
  provider,
  key,
}) => {
  const asked: string[] = []
  const fullstop = clientOf(guest, async (path, _init, pass) => {
    asked.push(path)
    // The first send arrives, and its response is lost.
    if (asked.length === 1) {
      await (await pass()).body?.cancel()
      throw new TypeError('fetch failed')
    }
    const response = await pass()
    return asked.length < 5 ? cutAfter(response, 700) : response
  })
  const answer = fullstop.streamChat(`[[key=${key} tokens=60 rate=50]]`)
  const { heard, error } = await readAll(answer)
  expect(error).toBeUndefined()
  const { text } = await waitForCall(provider.url, key)
  expect(textIn(heard)).toBe(text)
  const follow = `/api/messages/${answer.messageId}/stream`
  expect(asked.slice(0, 4)).toEqual(['/api/chat', '/api/chat', follow, follow])
  for (const once of ['start', 'text-start', 'text-end', 'finish']) {
    expect([once, heard.filter(({ type }) => type === once).length]).toEqual([once, 1])
  }
})

/** The response, whose connection breaks off after so many bytes. */
function cutAfter(response: Response, bytes: number): Response {
  let left = bytes
  const cut = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      controller.enqueue(chunk.subarray(0, left))
      left -= chunk.length
      if (left <= 0) controller.error(new TypeError('terminated'))
    },
  })
  return new Response(response.body?.pipeThrough(cut), response)
}

test('P8 a reader who breaks out of the loop leaves, and the answer can be followed after its cursor', async ({
  guest,
  provider,
  key,
}) => {
  const fullstop = clientOf(guest)
  const answer = fullstop.streamChat(`[[key=${key} tokens=20 hold=10]]`)
  const heard: AnswerEvent[] = []
  for await (const event of answer) {
    heard.push(event)
    if (textIn(heard).length > 0) break
  }
  expect(await fullstop.listStreams()).toMatchObject([{ messageId: answer.messageId }])
  const leaving = new AbortController()
  const following = readAll(fullstop.follow(answer.messageId, leaving))
  await waitForCall(provider.url, key, isHeld)
  leaving.abort()
  expect((await following).error).toBe(leaving.signal.reason)
  expect(await fullstop.listStreams()).toHaveLength(1)
  const { metadata, parts } = await message(guest, answer.messageId)
  const rest = readAll(fullstop.follow(answer.messageId, { after: metadata?.cursor ?? '' }))
  await releaseCall(provider.url, key)
  const { heard: others } = await rest
  const { text } = await waitForCall(provider.url, key, isClosed)
  expect(textOf(parts) + textIn(others)).toBe(text)
})

test('a refusal has its code, status and wait', async ({ guest }) => {
  const fullstop = clientOf(guest)
  const refused = await fullstop.chats.get('unknown').catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(FullstopError)
  expect(refused).toMatchObject({ code: 'not_found', status: 404 })
  const { error } = await readAll(fullstop.streamChat('Hi', { model: 'no/such-model' }))
  expect(error).toMatchObject({ code: 'model_unavailable', status: 400 })
  const limited = clientOf(guest, () =>
    Promise.resolve(
      Response.json(
        { error: { code: 'rate_limited', message: 'Too many.', retryAfterSeconds: 7 } },
        { status: 429 },
      ),
    ),
  )
  expect((await readAll(limited.streamChat('Hi'))).error).toMatchObject({
    code: 'rate_limited',
    status: 429,
    retryAfterSeconds: 7,
  })
  await expect(fullstop.cancel('unknown')).rejects.toMatchObject({ code: 'not_found' })
})

test('everything of the person is read until the signal aborts, and resumes after an event', async ({
  guest,
  provider,
  key,
}) => {
  const fullstop = clientOf(guest)
  const leaving = new AbortController()
  const heard: { id?: string }[] = []
  const reading = (async () => {
    for await (const event of fullstop.events({ signal: leaving.signal })) heard.push(event)
  })()
  const answer = readAll(fullstop.streamChat(`[[key=${key} tokens=3 hold=2]]`))
  await waitForCall(provider.url, key, isHeld)
  // From here on the connection is open.
  await expect.poll(() => JSON.stringify(heard)).toContain('word0002')
  await releaseCall(provider.url, key)
  await answer
  const chat = await fullstop.chats.create({ title: 'One' })
  await expect.poll(() => heard).toContainEqual(expect.objectContaining({ chat }))
  leaving.abort()
  await expect(reading).rejects.toBe(leaving.signal.reason)
  await fullstop.chats.update(chat.id, { title: 'Two' })
  const lastEventId = heard.findLast(({ id }) => id !== undefined)?.id ?? ''
  for await (const event of fullstop.events({ lastEventId })) {
    expect('chunk' in event).toBe(false)
    if ('chat' in event && event.chat.title === 'Two') break
  }
  await fullstop.chats.delete(chat.id)
  await expect(fullstop.chats.get(chat.id)).rejects.toMatchObject({ code: 'not_found' })
})

test('everything that runs is stopped at once, and models are listed', async ({
  guest,
  provider,
  key,
}) => {
  const fullstop = clientOf(guest)
  const answers = [0, 1].map((number) =>
    fullstop.streamChat(`[[key=${key}-${number} tokens=20 hold=1]]`),
  )
  const reading = Promise.all(answers.map((answer) => readAll(answer)))
  for (const number of answers.keys()) await waitForCall(provider.url, `${key}-${number}`, isHeld)
  const { cancelled } = await fullstop.cancelAll()
  expect(new Set(cancelled)).toEqual(new Set(answers.map(({ messageId }) => messageId)))
  await reading
  expect((await fullstop.models()).map(({ id }) => id)).toContain('compatible/fake-small')
})
