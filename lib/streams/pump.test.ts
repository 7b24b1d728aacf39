import type { LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { describe, expect, test } from 'vitest'
import { finishPart, streamHarness } from './stream-harness'

/** How an answer ends whose provider sends these parts and then closes. */
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

  test('a stream that ends without a finish is no answer', async () => {
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
    provider.send(finish)
    provider.close()
    await clock.advance(0)
    expect(await database.streams.findAnswer('a')).toMatchObject({ endReason })
  })

  test('a call that is refused fails the answer', async () => {
    const { database, clock, start } = streamHarness()
    await start('a', { openProvider: () => Promise.reject(new TypeError('fetch failed')) })
    await clock.advance(0)
    expect(await database.streams.findAnswer('a')).toMatchObject({
      status: 'failed',
      endReason: 'provider_unreachable',
    })
  })

  test('R9 reasoning and text become parts in the order they came', async () => {
    const { start, clock, database } = streamHarness()
    const { provider } = await start('a')
    provider.send(
      { type: 'reasoning-start', id: 'r' },
      { type: 'reasoning-delta', id: 'r', delta: 'hm' },
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
      parts: [
        { type: 'reasoning', text: 'hm' },
        { type: 'text', text: 'yes' },
        { type: 'text', text: 'and no' },
      ],
    })
  })
})

function streamError(error: object): LanguageModelV4StreamPart {
  return { type: 'error', error }
}
