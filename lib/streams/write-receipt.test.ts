import { APICallError } from '@ai-sdk/provider'
import { describe, expect, test } from 'vitest'
import { finishPart, streamHarness } from './stream-harness'

const call = { url: '', requestBodyValues: {} }

/** Lets so many answers end by themselves, of nine tokens each. */
async function complete(
  { start, clock }: ReturnType<typeof streamHarness>,
  prefix: string,
  count: number,
  options?: { personId?: string; model?: string },
) {
  for (let index = 0; index < count; index += 1) {
    const { provider } = await start(`${prefix}-${index}`, options)
    provider.say('text')
    provider.send(finishPart('stop'))
    provider.close()
    await clock.advance(10)
  }
}

/** Stops an answer of two tokens and returns its receipt. */
async function stop({ start, clock, manager }: ReturnType<typeof streamHarness>) {
  const { provider } = await start('stopped')
  provider.say('Hello', ' world')
  await clock.advance(0)
  const outcome = await manager.cancel('stopped', { reason: 'user' })
  return outcome && 'receipt' in outcome ? outcome.receipt : undefined
}

describe('the receipt of a stop', () => {
  test('R23 tells what was kept, in tokens of a tokenizer', async () => {
    const receipt = await stop(streamHarness())
    expect(receipt).toEqual({
      stoppedInMs: 0,
      savedInMs: 0,
      keptCharacters: 11,
      outputTokens: 2,
      estimated: true,
      providerStopsBilling: 'unknown',
    })
  })

  test('R23 says nothing of what was saved after fewer than five answers', async () => {
    const harness = streamHarness()
    await complete(harness, 'whole', 4)
    expect(await stop(harness)).not.toHaveProperty('savedTokens')
  })

  test('R23 estimates what was saved by the median of five answers or more', async () => {
    const harness = streamHarness()
    await complete(harness, 'whole', 5)
    expect(await stop(harness)).toMatchObject({ savedTokens: 7, savedCost: 7 })
  })

  test.each([
    ['another model', { model: 'demo/other' }],
    ['another person', { personId: 'bob' }],
  ])('R23 does not count answers of %s', async (_, options) => {
    const harness = streamHarness()
    harness.addPerson('bob')
    await complete(harness, 'whole', 4)
    await complete(harness, 'other', 9, options)
    expect(await stop(harness)).not.toHaveProperty('savedTokens')
  })

  test('R23 claims nothing where the answer was longer than usual', async () => {
    const harness = streamHarness()
    await complete(harness, 'whole', 5)
    const { provider } = await harness.start('long')
    provider.say('word '.repeat(50))
    await harness.clock.advance(0)
    const outcome = await harness.manager.cancel('long', { reason: 'user' })
    expect(outcome).toMatchObject({ receipt: { outputTokens: 51 } })
    expect(outcome).not.toHaveProperty('receipt.savedTokens')
  })
})

describe('usage', () => {
  test('of a call that was refused costs nothing', async () => {
    const { start, clock, database } = streamHarness()
    const refuse = () =>
      Promise.reject(new APICallError({ message: 'no', ...call, statusCode: 401 }))
    await start('refused', { openProvider: refuse })
    await clock.advance(0)
    const record = await database.streams.findAnswer('refused')
    expect(record).toMatchObject({ status: 'failed', usage: { outputTokens: 0 } })
    expect(record?.usage).not.toHaveProperty('cost')
  })

  test('is what the provider told, with its price', async () => {
    const harness = streamHarness()
    await complete(harness, 'whole', 1)
    expect(await harness.database.streams.findAnswer('whole-0')).toMatchObject({
      usage: { inputTokens: 7, outputTokens: 9, estimated: false, cost: { amount: 9 } },
    })
  })
})
