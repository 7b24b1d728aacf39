import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import { streamHarness } from '@/lib/testing/stream-harness'
import { SET_BY_MS } from './running-stream'

const DAY_MS = 24 * 60 * 60 * 1000

/** Short enough that a plan may run into each of them. */
const limits = { maxMs: 4_000, stallMs: 1_500, firstTokenMs: 1_000, graceMs: 500 }

type Step =
  | { do: 'start' | 'say' | 'think' | 'finish' | 'stop' | 'follow' | 'leave'; which: number }
  | { do: 'pass' | 'jump'; milliseconds: number }

const which = fc.nat({ max: 3 })
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('start' as const), which }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom('say', 'think', 'finish', 'stop', 'follow', 'leave'),
      which,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      milliseconds: fc.integer({ min: 1, max: 1_200 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('jump' as const),
      milliseconds: fc.oneof(
        fc.constantFrom(DAY_MS, -DAY_MS),
        fc.integer({ min: -DAY_MS, max: DAY_MS }),
      ),
    }),
  },
)

/** The outcome of a plan, without the times of day. */
async function outcomeOf(plan: readonly Step[]) {
  const { manager, database, clock, start } = streamHarness({ limits })
  const providers: Awaited<ReturnType<typeof start>>['provider'][] = []
  const feeds: Awaited<ReturnType<typeof manager.follow>>[] = []
  for (const step of plan) await play(step)
  await manager.shutdown(1_000)
  await clock.advance(1_000)
  const records = await Promise.all(
    providers.map(async (_, index) => database.streams.findAnswer(`a${index}`)),
  )
  return {
    answers: records.map((record) => ({
      status: record?.status,
      endReason: record?.endReason,
      parts: record?.parts,
      usage: record?.usage,
      receipt: record?.receipt,
      firstTokenMs: record?.firstTokenMs,
      thoughtMs: record?.thoughtMs,
    })),
    tookMs: records.map((record) => (record?.endedAt ?? 0) - (record?.startedAt ?? 0)),
    chats: (await database.chats.list('ada', { limit: 100 })).map(({ id }) => id),
    timersLeft: clock.pending,
  }

  async function play(step: Step): Promise<void> {
    if ('milliseconds' in step) {
      if (step.do === 'jump') clock.jump(step.milliseconds)
      else await clock.advance(step.milliseconds)
      return
    }
    if (step.do === 'start') {
      if (manager.activeCount < 9) providers.push((await start(`a${providers.length}`)).provider)
      return
    }
    const index = providers.length - 1 - step.which
    const provider = providers[index]
    const messageId = `a${index}`
    if (!provider || !manager.isActive(messageId) || provider.aborted) return
    if (step.do === 'say') provider.say('word ')
    if (step.do === 'think') provider.send({ type: 'reasoning-delta', id: 'r', delta: 'hm ' })
    if (step.do === 'finish') provider.finish()
    if (step.do === 'stop') void manager.cancel('ada', messageId, { reason: 'user' })
    if (step.do === 'leave') feeds.pop()?.leave()
    if (step.do === 'follow') {
      const record = await database.streams.findAnswer(messageId)
      if (record) feeds.push(await manager.follow(record))
    }
    await clock.advance(0)
  }
}

test('P2 P11 a clock that is set while answers stream changes no end, no figure and no order', async () => {
  let jumps = 0
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 40 }), async (plan) => {
      const undisturbed = plan.filter((step) => step.do !== 'jump')
      jumps += plan.length - undisturbed.length
      const { tookMs, ...outcome } = await outcomeOf(plan)
      const { tookMs: wouldTakeMs, ...expected } = await outcomeOf(undisturbed)
      expect(outcome).toEqual(expected)
      for (const [index, took] of tookMs.entries()) {
        expect(Math.abs(took - (wouldTakeMs[index] ?? 0))).toBeLessThan(SET_BY_MS)
      }
    }),
    fromSeed(60),
  )
  expect(jumps).toBeGreaterThan(60)
})
