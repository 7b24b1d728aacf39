import { APICallError, type LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { describe, expect, test } from 'vitest'
import { finishPart, streamHarness } from '@/lib/testing/stream-harness'

/** How an answer ends when its provider sends these parts and then closes. */
async function endAfter(parts: LanguageModelV4StreamPart[], breakOff?: unknown) {
  const { start, clock, database, manager } = streamHarness()
  const { provider, record } = await start('a')
  await manager.follow(record)
  provider.send(...parts)
  await clock.advance(0)
  if (breakOff === undefined) provider.breakOff(undefined)
  else provider.breakOff(breakOff)
  await clock.advance(1_000)
  return database.streams.findAnswer('a')
}

const text: LanguageModelV4StreamPart = { type: 'text-delta', id: '0', delta: 'half' }
const cutOff = new TypeError('terminated')

describe('pump', () => {
  test.each([
    ['stop', 'stop', 'completed'],
    ['length', 'length', 'completed'],
    ['content-filter', 'content_filter', 'completed'],
  ] as const)('a finish of %s ends %s', async (unified, endReason, status) => {
    const { start, clock, database } = streamHarness()
    const { provider } = await start('a')
    provider.say('all')
    provider.finish(unified)
    await clock.advance(0)
    expect(await database.streams.findAnswer('a')).toMatchObject({
      status,
      endReason,
      usage: { inputTokens: 7, outputTokens: 9, estimated: false },
    })
  })

  test.each([
    ['a connection that breaks off', [text], cutOff, 'provider_unreachable'],
    [
      'an error in the stream',
      [text, streamError({ code: 'rate_limit_exceeded' })],
      cutOff,
      'provider_rate_limit',
    ],
    ['an error of unknown kind', [text, streamError({ message: 'hm' })], cutOff, 'provider_error'],
  ] as const)('R26 %s fails the answer and keeps its text', async (_, parts, error, endReason) => {
    expect(await endAfter([...parts], error)).toMatchObject({
      status: 'failed',
      endReason,
      parts: [{ type: 'text', text: 'half' }],
    })
  })

  test('a stream that ends without a finish fails the answer', async () => {
    const { start, clock, database } = streamHarness()
    const { provider } = await start('a')
    provider.say('half')
    provider.finish('interrupted')
    await clock.advance(0)
    expect(await database.streams.findAnswer('a')).toMatchObject({ endReason: 'provider_protocol' })
  })

  test.each([
    ['a stop without a word of the vendor', finishPart('stop', undefined), 'stop'],
    ['an unknown word of the vendor', finishPart('other', 'eos'), 'stop'],
    ['no word at all', finishPart('other', undefined), 'provider_protocol'],
    ['an error of the vendor', finishPart('error'), 'provider_error'],
  ])('%s ends %s', async (_, finish, endReason) => {
    const { start, clock, database } = streamHarness()
    const { provider } = await start('a')
    provider.send(text, finish)
    provider.close()
    await clock.advance(0)
    expect(await database.streams.findAnswer('a')).toMatchObject({ endReason })
  })

  test.each([
    ['a filter before any text', finishPart('content-filter'), 'provider_filtered'],
    [
      'no capacity, as DeepSeek says',
      finishPart('error', 'insufficient_system_resource'),
      'provider_overloaded',
    ],
  ])('R26 %s fails', async (_, finish, endReason) => {
    const { start, clock, database } = streamHarness()
    const { provider } = await start('a')
    provider.send({ type: 'reasoning-delta', id: 'r', delta: 'hm' }, finish)
    provider.close()
    await clock.advance(0)
    expect(await database.streams.findAnswer('a')).toMatchObject({ status: 'failed', endReason })
  })

  test('an empty delta is nothing', async () => {
    const { start, clock, database } = streamHarness()
    const { provider } = await start('a')
    provider.send({ type: 'text-delta', id: 't', delta: '' })
    provider.send({ type: 'reasoning-delta', id: 'r', delta: 'hm' }, text)
    provider.finish()
    await clock.advance(0)
    expect(await database.streams.findAnswer('a')).toMatchObject({
      parts: [{ type: 'reasoning' }, { type: 'text', text: 'half' }],
    })
  })

  test('R9 reasoning and text become parts in the order they came', async () => {
    const { start, clock, database } = streamHarness()
    const { provider } = await start('a')
    provider.send({ type: 'reasoning-delta', id: 'r', delta: 'h' })
    await clock.advance(2_000)
    provider.send(
      { type: 'reasoning-start', id: 'r' },
      { type: 'reasoning-delta', id: 'r', delta: 'm' },
      { type: 'reasoning-end', id: 'r' },
      { type: 'text-start', id: 't' },
      { type: 'text-delta', id: 't', delta: 'yes' },
      { type: 'text-end', id: 't' },
      { type: 'text-start', id: 'u' },
      { type: 'text-delta', id: 'u', delta: 'and no' },
      { type: 'text-end', id: 'u' },
    )
    provider.finish()
    await clock.advance(0)
    expect(await database.streams.findAnswer('a')).toMatchObject({
      textLength: 9,
      thoughtMs: 2_000,
      parts: [
        { type: 'reasoning', text: 'hm' },
        { type: 'text', text: 'yes' },
        { type: 'text', text: 'and no' },
      ],
    })
  })
})

describe('parts that an answer has no place for', () => {
  const secret = 'a word of the conversation'

  async function loggedAfter(...parts: LanguageModelV4StreamPart[]) {
    const { start, clock, database, logged } = streamHarness()
    const { provider } = await start('a')
    provider.send(text, ...parts)
    provider.finish()
    await clock.advance(0)
    expect(JSON.stringify(logged)).not.toContain(secret)
    expect(await database.streams.findAnswer('a')).toMatchObject({
      status: 'completed',
      parts: [{ type: 'text', text: 'half' }],
    })
    return logged
  }

  test('left-out parts are logged once a call, counted by type, and end nothing', async () => {
    const logged = await loggedAfter(
      { type: 'tool-input-start', id: '1', toolName: secret },
      { type: 'tool-input-delta', id: '1', delta: secret },
      { type: 'tool-input-delta', id: '1', delta: secret },
      { type: 'source', sourceType: 'url', id: '2', url: secret },
    )
    const message = 'left out what an answer has no place for'
    expect(logged.filter((line) => line.message === message)).toEqual([
      {
        message,
        facts: {
          messageId: 'a',
          model: 'demo/tour',
          parts: { 'tool-input-start': 1, 'tool-input-delta': 2, source: 1 },
        },
      },
    ])
  })

  test('a part of an unknown type is logged by its type, if that is a single word', async () => {
    const unknown: unknown[] = [{ type: 'hologram' }, { type: secret }]
    // A later AI SDK may have such types.
    const logged = await loggedAfter(...(unknown as LanguageModelV4StreamPart[]))
    expect(logged).toContainEqual({
      message: 'left out what an answer has no place for',
      facts: { messageId: 'a', model: 'demo/tour', parts: { hologram: 1, 'not a word': 1 } },
    })
  })

  test('a setting that the model does not follow is logged', async () => {
    const logged = await loggedAfter({
      type: 'stream-start',
      warnings: [
        { type: 'unsupported', feature: 'temperature', details: secret },
        { type: 'other', message: secret },
      ],
    })
    expect(logged).toContainEqual({
      message: 'a model does not follow every setting',
      facts: { messageId: 'a', model: 'demo/tour', settings: ['temperature', 'other'] },
    })
  })

  test('parts that belong to the connection are not logged', async () => {
    const logged = await loggedAfter(
      { type: 'stream-start', warnings: [] },
      { type: 'response-metadata', id: secret },
      { type: 'ping' },
    )
    expect(logged.map((line) => line.message)).not.toContainEqual(
      expect.stringMatching(/left out|setting/),
    )
  })
})

describe('a call that failed before it began', () => {
  /** A provider that fails `failures` times with this error, and then answers. */
  function failingProvider(failures: number, error: Error) {
    const provider = {
      calls: 0,
      open() {
        provider.calls += 1
        if (provider.calls <= failures) return Promise.reject(error)
        const stream = new ReadableStream<LanguageModelV4StreamPart>({
          start(controller) {
            controller.enqueue(text)
            controller.enqueue(finishPart('stop'))
            controller.close()
          },
        })
        return Promise.resolve({ stream })
      },
    }
    return provider
  }

  const refused = new TypeError('fetch failed')
  const limited = (retryAfter: string) =>
    new APICallError({
      message: 'slow down',
      url: '',
      requestBodyValues: {},
      statusCode: 429,
      responseHeaders: { 'retry-after': retryAfter },
    })
  const wrongKey = new APICallError({
    message: 'who are you',
    url: '',
    requestBodyValues: {},
    statusCode: 401,
  })

  test('R26 the call is tried again, twice, with a longer wait each time', async () => {
    const { start, clock, database } = streamHarness()
    const provider = failingProvider(2, refused)
    await start('a', { openProvider: () => provider.open() })
    await clock.advance(499)
    expect(provider.calls).toBe(1)
    await clock.advance(1)
    expect(provider.calls).toBe(2)
    await clock.advance(999)
    expect(provider.calls).toBe(2)
    await clock.advance(1)
    expect(provider.calls).toBe(3)
    expect(await database.streams.findAnswer('a')).toMatchObject({ status: 'completed' })
  })

  test('P11 the failed call is closed before the next one is made', async () => {
    const { start, clock } = streamHarness()
    const happened: string[] = []
    const open = () => {
      happened.push('opened')
      const stream = new ReadableStream<LanguageModelV4StreamPart>({
        start(controller) {
          controller.enqueue(streamError({ code: 'overloaded_error' }))
        },
        cancel() {
          happened.push('closed')
        },
      })
      return Promise.resolve({ stream })
    }
    await start('a', { openProvider: open })
    await clock.advance(500)
    expect(happened.slice(0, 3)).toEqual(['opened', 'closed', 'opened'])
  })

  test('R26 the call is not tried again if the vendor blames the request', async () => {
    const { start, clock, database } = streamHarness()
    const options = { url: '', requestBodyValues: {}, statusCode: 400 }
    const blamed = new APICallError({ message: 'Unsupported parameter', ...options })
    const provider = failingProvider(9, blamed)
    await start('a', { openProvider: () => provider.open() })
    await clock.advance(60_000)
    expect(provider.calls).toBe(1)
    expect(await database.streams.findAnswer('a')).toMatchObject({ endReason: 'provider_error' })
  })

  test('R26 the answer fails after the third call', async () => {
    const { start, clock, database } = streamHarness()
    const provider = failingProvider(9, refused)
    await start('a', { openProvider: () => provider.open() })
    await clock.advance(60_000)
    expect(provider.calls).toBe(3)
    expect(await database.streams.findAnswer('a')).toMatchObject({
      status: 'failed',
      endReason: 'provider_unreachable',
    })
  })

  test('R26 the next call waits as long as the provider says', async () => {
    const { start, clock } = streamHarness()
    const provider = failingProvider(1, limited('7'))
    await start('a', { openProvider: () => provider.open() })
    await clock.advance(6_999)
    expect(provider.calls).toBe(1)
    await clock.advance(1)
    expect(provider.calls).toBe(2)
  })

  describe('a call whose model is being loaded', () => {
    const loading = new APICallError({
      message: 'Service Unavailable',
      url: '',
      requestBodyValues: {},
      statusCode: 503,
      responseBody: '{"error":{"message":"Loading model","type":"unavailable_error","code":503}}',
    })

    test('R26 the call is tried each second, and answered once the model is there', async () => {
      const { start, clock, database } = streamHarness()
      const provider = failingProvider(20, loading)
      await start('a', { openProvider: () => provider.open() })
      await clock.advance(19_999)
      expect(provider.calls).toBe(20)
      await clock.advance(1)
      expect(provider.calls).toBe(21)
      expect(await database.streams.findAnswer('a')).toMatchObject({ status: 'completed' })
    })

    test('R26 the loading is told to a follower, and to one that comes later', async () => {
      const { start, clock, manager } = streamHarness()
      const provider = failingProvider(20, loading)
      const { record } = await start('a', { openProvider: () => provider.open() })
      const early = await manager.follow(record)
      const typesRead = async (feed = early) =>
        ((await feed.read()) ?? []).map(({ chunk }) => chunk.type)
      expect(await typesRead()).toEqual(['start', 'data-model-loading'])
      await clock.advance(2_000)
      expect(await typesRead(await manager.follow(record))).toEqual(['start', 'data-model-loading'])
      expect(manager.snapshot('a')?.metadata).toMatchObject({ modelLoading: true })
      await clock.advance(20_000)
      expect((await typesRead())[0]).toBe('text-start')
    })

    test('R12 R26 the provider is overloaded if loading takes longer than the first token may', async () => {
      const { start, clock, database, manager } = streamHarness()
      const provider = failingProvider(1_000, loading)
      const { record } = await start('a', { openProvider: () => provider.open() })
      await manager.follow(record)
      await clock.advance(59_000)
      expect(await database.streams.findAnswer('a')).toMatchObject({ status: 'active' })
      await clock.advance(2_000)
      expect(await database.streams.findAnswer('a')).toMatchObject({
        endReason: 'provider_overloaded',
        usage: { inputTokens: 0, outputTokens: 0 },
      })
      const { calls } = provider
      await clock.advance(60_000)
      expect(provider.calls).toBe(calls)
      expect(clock.pending).toBe(0)
    })

    test('P3 the call is not tried again after a stop', async () => {
      const { start, clock, manager } = streamHarness()
      const provider = failingProvider(1_000, loading)
      await start('a', { openProvider: () => provider.open() })
      expect(await manager.cancel('ada', 'a', { reason: 'user' })).toMatchObject({
        outcome: 'cancelled',
      })
      await clock.advance(60_000)
      expect(provider.calls).toBe(1)
      expect(clock.pending).toBe(0)
    })
  })

  test.each([
    ['a wait that is too long', limited('11')],
    ['a wrong key', wrongKey],
  ])('R26 the call is not tried again after %s', async (_, error) => {
    const { start, clock, database } = streamHarness()
    const provider = failingProvider(9, error)
    await start('a', { openProvider: () => provider.open() })
    await clock.advance(0)
    expect(await database.streams.findAnswer('a')).toMatchObject({ status: 'failed' })
    expect(provider.calls).toBe(1)
  })

  test('P3 the call is not tried again after a stop, which ends the wait at once', async () => {
    const { start, clock, manager } = streamHarness()
    const provider = failingProvider(9, limited('7'))
    await start('a', { openProvider: () => provider.open() })
    expect(await manager.cancel('ada', 'a', { reason: 'user' })).toMatchObject({
      outcome: 'cancelled',
      receipt: { stoppedInMs: 0 },
    })
    await clock.advance(60_000)
    expect(provider.calls).toBe(1)
    expect(clock.pending).toBe(0)
  })
})

function streamError(error: object): LanguageModelV4StreamPart {
  return { type: 'error', error }
}
