import { describe, expect, test, vi } from 'vitest'
import type { AnswerEvent } from '@/lib/contract/event'
import type { Feed } from '@/lib/platform/feed'
import { createManualClock } from '@/lib/platform/manual-clock'
import { createFollows } from '@/lib/runtime/open-follows'
import { ReturningReaders } from '@/lib/runtime/returning-readers'
import { answerStreamResponse, personStreamResponse } from './event-stream'

const follows = createFollows(1)
const reading = {
  request: new Request('http://localhost/'),
  person: { id: 'ann' },
  runtime: { follows, returning: new ReturningReaders(createManualClock()) },
  whenRevoked: () => () => {},
}

function feedOf<Event>(...batches: Event[][]): Feed<Event> {
  return { read: () => Promise.resolve(batches.shift()), leave: () => {} }
}

test('an answer is streamed as the AI SDK’s UI message stream, each event with its cursor', async () => {
  const start = { cursor: 's:0', chunk: { type: 'start', messageId: 'a1' } } as const
  const delta = { type: 'text-delta', id: '0', delta: 'two\nlines' } as const
  const feed = feedOf<AnswerEvent>([start], [{ cursor: 's:9', chunk: delta }])
  const response = answerStreamResponse(reading, feed, { 'X-Message-Id': 'a1' }, 'stays')
  expect(Object.fromEntries(response.headers)).toEqual({
    'cache-control': 'no-cache, no-transform',
    'content-type': 'text/event-stream',
    'x-accel-buffering': 'no',
    'x-message-id': 'a1',
    'x-vercel-ai-ui-message-stream': 'v1',
  })
  expect(await response.text()).toBe(
    ': open\n\n' +
      'id: s:0\ndata: {"type":"start","messageId":"a1"}\n\n' +
      'id: s:9\ndata: {"type":"text-delta","id":"0","delta":"two\\nlines"}\n\n' +
      'data: [DONE]\n\n',
  )
})

test.each([
  ['', 'interrupted'],
  ['?ui=6', 'other'],
])('R20 a stop ends in a word that the client knows: with "%s" it is %s', async (query, word) => {
  const finish = { type: 'finish', finishReason: 'interrupted' } as const
  const stop = { type: 'finish', finishReason: 'stop' } as const
  const events = [finish, stop].map((chunk) => ({ cursor: 's:9', chunk }))
  const request = new Request(`http://localhost/${query}`)
  const feed = feedOf<AnswerEvent>(events)
  const body = await answerStreamResponse({ ...reading, request }, feed, {}, 'stays').text()
  expect(body.match(/(?<="finishReason":")[\w-]+/g)).toEqual([word, 'stop'])
})

test('R30 everything of a person is streamed unhindered by proxies, without a word at its end', async () => {
  const response = personStreamResponse(
    reading,
    feedOf([{ event: { chatDeleted: 'c1' } }, { id: 't~s:1', event: { chatDeleted: 'c2' } }]),
  )
  expect(response.headers.get('cache-control')).toBe('no-cache, no-transform')
  expect(response.headers.get('x-accel-buffering')).toBe('no')
  expect(response.headers.has('x-vercel-ai-ui-message-stream')).toBe(false)
  expect(await response.text()).toBe(
    ': open\n\n' + 'data: {"chatDeleted":"c1"}\n\n' + 'id: t~s:1\ndata: {"chatDeleted":"c2"}\n\n',
  )
})

describe('P6 a stream of events in a function', () => {
  const answerOf = (kind: 'returns' | 'stays') => (of: typeof reading, feed: Feed<never>) =>
    answerStreamResponse(of, feed, {}, kind)

  /** Opens a stream in a function of a minute, and moves time on until it ends cleanly, if it does. */
  async function readInFunction(respond: (of: typeof reading, feed: Feed<never>) => Response) {
    const clock = createManualClock()
    const runtime = { follows, returning: new ReturningReaders(clock, 60_000) }
    const left = Promise.withResolvers<undefined>()
    const leave = vi.fn<() => void>(() => {
      left.resolve(undefined)
    })
    const response = respond({ ...reading, runtime }, { read: () => left.promise, leave })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    let isOver = false
    const done = (async () => {
      for (;;) {
        const read = await reader?.read()
        if (!read || read.done) break
        text += read.value
      }
      isOver = true
    })()
    await clock.advance(44_999)
    const before = isOver
    await clock.advance(1)
    return { before, after: isOver, leave, text: () => text, reader, done, clock }
  }

  test.each([
    ['everything of a person', personStreamResponse],
    ['an answer, for a reader who returns', answerOf('returns')],
  ])('the stream of %s ends cleanly 15 s before its function', async (_, respond) => {
    const { before, after, leave, text, clock } = await readInFunction(respond)
    expect([before, after]).toEqual([false, true])
    expect(leave).toHaveBeenCalled()
    expect(text()).not.toContain('data:')
    expect(clock.pending).toBe(0)
  })

  test('the stream of an answer stays for a reader who would take its end for the answer’s', async () => {
    const { after, leave, reader, done, clock } = await readInFunction(answerOf('stays'))
    expect(after).toBe(false)
    expect(leave).not.toHaveBeenCalled()
    await reader?.cancel()
    await done
    expect(clock.pending).toBe(0)
  })
})

test('P11 a reader beyond the most is let in, and the oldest gets an error', async () => {
  const leave = vi.fn<() => void>()
  const never: Feed<never> = { read: () => new Promise(() => {}), leave }
  const readers = Array.from({ length: 51 }, () =>
    personStreamResponse(reading, never).body?.getReader(),
  )
  const [oldest, ...others] = readers
  await expect(oldest?.read()).rejects.toThrow('may read no more')
  expect(leave).toHaveBeenCalledOnce()
  for (const other of others) {
    expect(await other?.read()).toMatchObject({ done: false })
    await other?.cancel()
  }
  expect(follows.everything.people).toBe(0)
})

test('P11 follows of answers leave room for a stream of everything, which is the page\u2019s', async () => {
  const never: Feed<never> = { read: () => new Promise(() => {}), leave: () => {} }
  const page = personStreamResponse(reading, never).body?.getReader()
  const answers = Array.from({ length: 60 }, () =>
    answerStreamResponse(reading, never, {}, 'stays').body?.getReader(),
  )
  await expect(answers[9]?.read()).rejects.toThrow('may read no more')
  expect(await answers[10]?.read()).toMatchObject({ done: false })
  expect(await page?.read()).toMatchObject({ done: false })
  for (const reader of [...answers.slice(10), page]) await reader?.cancel()
  expect([follows.answers.people, follows.everything.people]).toEqual([0, 0])
})

test('P11 a reader who joins a crowd is asked to wait before coming back', async () => {
  const opened = Array.from({ length: 26 }, () => follows.everything.add('ann', () => {}))
  expect(await personStreamResponse(reading, feedOf()).text()).toBe('retry: 20000\n\n')
  for (const leave of opened) leave()
  expect(await personStreamResponse(reading, feedOf()).text()).toBe(': open\n\n')
})

test('P11 a reader who is revoked at once is not counted', async () => {
  const revoked = {
    ...reading,
    whenRevoked: (listener: () => void) => {
      listener()
      return () => {}
    },
  }
  await expect(personStreamResponse(revoked, feedOf()).text()).rejects.toThrow('may read no more')
  expect(follows.everything.people).toBe(0)
})

const readers = {
  'everything of a person': personStreamResponse,
  'an answer': (from: typeof reading, feed: Feed<never>) =>
    answerStreamResponse(from, feed, {}, 'returns'),
  'an answer to the SDK\u2019s client': (from: typeof reading, feed: Feed<never>) =>
    answerStreamResponse(from, feed, {}, 'stays'),
}

/** A stream that is read when its server drains. */
async function sentOn(what: keyof typeof readers) {
  const returning = new ReturningReaders(createManualClock())
  const leave = vi.fn<() => void>()
  const feed: Feed<never> = { read: () => new Promise(() => {}), leave }
  const response = readers[what]({ ...reading, runtime: { follows, returning } }, feed)
  await returning.sendOn()
  return { response, leave }
}

test.each(['everything of a person', 'an answer'] as const)(
  'P10 a server that drains ends a stream of %s cleanly, without the word for the end of an answer',
  async (what) => {
    const { response, leave } = await sentOn(what)
    expect(leave).toHaveBeenCalledOnce()
    expect(await response.text()).toBe(': open\n\n')
    expect([follows.answers.people, follows.everything.people]).toEqual([0, 0])
  },
)

test('P10 a server that drains leaves a stream to the SDK\u2019s client alone', async () => {
  const { response, leave } = await sentOn('an answer to the SDK\u2019s client')
  expect(leave).not.toHaveBeenCalled()
  await response.body?.cancel()
  expect(follows.answers.people).toBe(0)
})
