import { APICallError } from '@ai-sdk/provider'
import { describe, expect, test, vi } from 'vitest'
import { callModel } from '@/lib/providers/call/call-model'
import { finishPart, streamHarness, USUAL_TOKENS } from '@/lib/testing/stream-harness'

const call = { url: '', requestBodyValues: {} }

/** Lets `count` answers of nine tokens each run to their own end. */
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
  const outcome = await manager.cancel('ada', 'stopped', { reason: 'user' })
  return outcome && 'receipt' in outcome ? outcome.receipt : undefined
}

describe('the receipt of a stop', () => {
  test('R23 the receipt tells how much was kept, in tokens of a tokenizer', async () => {
    const receipt = await stop(streamHarness())
    expect(receipt).toEqual({
      stoppedInMs: 0,
      savedInMs: 0,
      keptCharacters: 11,
      outputTokens: 2,
      estimated: true,
      savedTokens: USUAL_TOKENS - 2,
      savedBeside: 'catalogue',
      savedCost: USUAL_TOKENS - 2,
      providerStopsBilling: 'unknown',
    })
  })

  test('R23 the saving is a guess, and marked as one, while there are fewer than five answers', async () => {
    const harness = streamHarness()
    await complete(harness, 'whole', 4)
    expect(await stop(harness)).toMatchObject({
      savedTokens: USUAL_TOKENS - 2,
      savedBeside: 'catalogue',
    })
  })

  test('R23 the saving is estimated by the median of five answers or more', async () => {
    const harness = streamHarness()
    await complete(harness, 'whole', 5)
    expect(await stop(harness)).toMatchObject({ savedTokens: 7, savedBeside: 'own', savedCost: 7 })
  })

  test('R23 the saving is estimated by everybody’s answers of the model if a person has too few', async () => {
    const harness = streamHarness()
    await harness.addPerson('bob')
    await complete(harness, 'whole', 1)
    await complete(harness, 'bobs', 4, { personId: 'bob' })
    expect(await stop(harness)).toMatchObject({ savedTokens: 7, savedBeside: 'everyone' })
  })

  test('R23 answers of another model do not count', async () => {
    const harness = streamHarness()
    await harness.addPerson('bob')
    await complete(harness, 'whole', 4)
    await complete(harness, 'other', 9, { model: 'demo/other' })
    await complete(harness, 'bobs', 9, { model: 'demo/other', personId: 'bob' })
    expect(await stop(harness)).toMatchObject({ savedBeside: 'catalogue' })
  })

  test.each(['own', 'everyone', 'catalogue'])(
    'R23 the receipt claims no saving if the answer was longer than usual, by %s',
    async (beside) => {
      const harness = streamHarness()
      await harness.addPerson('bob')
      if (beside === 'own') await complete(harness, 'whole', 5)
      if (beside === 'everyone') await complete(harness, 'bobs', 5, { personId: 'bob' })
      const { provider } = await harness.start('long')
      provider.say('word '.repeat(50))
      await harness.clock.advance(0)
      const outcome = await harness.manager.cancel('ada', 'long', { reason: 'user' })
      expect(outcome).toMatchObject({ receipt: { outputTokens: 51 } })
      expect(outcome).not.toHaveProperty('receipt.savedTokens')
      expect(outcome).not.toHaveProperty('receipt.savedBeside')
    },
  )

  test('R21 R23 text that was generated and then cut is counted, and is not called saved', async () => {
    const harness = streamHarness()
    await complete(harness, 'whole', 5)
    const { provider } = await harness.start('long')
    provider.say('word '.repeat(50))
    await harness.clock.advance(0)
    const outcome = await harness.manager.cancel('ada', 'long', {
      reason: 'user',
      seenTextLength: 5,
    })
    expect(outcome).toMatchObject({
      text: 'word ',
      receipt: { keptCharacters: 5, outputTokens: 51 },
      usage: { outputTokens: 51, cost: { amount: 51 } },
    })
    expect(outcome).not.toHaveProperty('receipt.savedTokens')
  })

  test.each(['before', 'after'])(
    'P3 the receipt is there although saving it failed %s it was saved',
    async (moment) => {
      const harness = streamHarness()
      const { streams } = harness.database
      const save = streams.end.bind(streams)
      vi.spyOn(streams, 'end').mockImplementationOnce(async (end) => {
        if (moment === 'after') await save(end)
        throw new Error('the connection broke off')
      })
      const { provider } = await harness.start('stopped')
      provider.say('Hello')
      await harness.clock.advance(0)
      const outcome = harness.manager.cancel('ada', 'stopped', { reason: 'user' })
      await harness.clock.advance(200)
      expect(await outcome).toMatchObject({ outcome: 'cancelled', receipt: { keptCharacters: 5 } })
    },
  )
})

describe('usage', () => {
  test('a call that was refused costs nothing', async () => {
    const { start, clock, database } = streamHarness()
    const refuse = () =>
      Promise.reject(new APICallError({ message: 'no', ...call, statusCode: 401 }))
    await start('refused', { openProvider: refuse })
    await clock.advance(0)
    const record = await database.streams.findAnswer('refused')
    expect(record).toMatchObject({ status: 'failed', usage: { outputTokens: 0 } })
    expect(record?.usage).not.toHaveProperty('cost')
  })

  test('usage stays the same when going on is refused', async () => {
    const harness = streamHarness()
    await complete(harness, 'whole', 1)
    const { clock, database, manager, open, meterOf } = harness
    const opening = await open('whole-0', { sessionId: 'again' })
    const again = await database.streams.beginAgain({
      ownerId: 'ada',
      processId: 'process',
      messageId: 'whole-0',
      model: 'demo/tour',
      leftOut: 0,
      sessionId: 'again',
      now: clock.now(),
      monotonicNow: clock.monotonic(),
      most: 10,
    })
    if (again.outcome !== 'started') throw new Error(again.outcome)
    manager.start(opening, {
      answer: again.answer,
      keepGoing: false,
      meter: meterOf({
        pricing: { costsMoney: true, stopsWithCall: 'unknown', costOf: () => undefined },
      }),
      openProvider: (signal) =>
        callModel(signal, () =>
          Promise.reject(new APICallError({ message: 'no', ...call, statusCode: 401 })),
        ),
    })
    await clock.advance(0)
    expect(await database.streams.findAnswer('whole-0')).toMatchObject({
      status: 'failed',
      usage: { inputTokens: 7, outputTokens: 9, estimated: false, cost: { amount: 9 } },
    })
  })

  test('usage is counted here if the provider reports nonsense', async () => {
    const { start, clock, database } = streamHarness()
    const { provider } = await start('a')
    provider.say('Hello world')
    const finish = finishPart('stop')
    if (finish.type === 'finish') finish.usage.outputTokens.total = -1
    provider.send(finish)
    provider.close()
    await clock.advance(0)
    expect(await database.streams.findAnswer('a')).toMatchObject({
      status: 'completed',
      usage: { outputTokens: 2, estimated: true },
    })
  })

  test('usage is the provider’s own figure, with its price', async () => {
    const harness = streamHarness()
    await complete(harness, 'whole', 1)
    expect(await harness.database.streams.findAnswer('whole-0')).toMatchObject({
      usage: { inputTokens: 7, outputTokens: 9, estimated: false, cost: { amount: 9 } },
    })
  })
})
