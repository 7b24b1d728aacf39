import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { callsOf, MOST_CALLS } from '@/lib/contract/earlier-calls'
import type { Usage } from '@/lib/contract/message'
import { metadataOf } from '@/lib/db/message-view'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import type { OpenEmpty } from './open-empty'

/** The promises of a store about the calls of an answer that has gone on. */
export function describeEarlierCalls(open: OpenEmpty): void {
  const counts = fc.nat({ max: 1_000_000 })
  const usages: fc.Arbitrary<Usage> = fc.record(
    {
      inputTokens: counts,
      outputTokens: counts,
      reasoningTokens: counts,
      estimated: fc.boolean(),
      cost: fc.record({
        amount: fc.double({ min: 0, max: 100, noNaN: true }),
        currency: fc.constant('USD' as const),
        pricesOf: fc.constant('2026-11-30'),
      }),
    },
    { requiredKeys: ['inputTokens', 'outputTokens', 'estimated'] },
  )

  async function begun() {
    const { streams } = await open()
    let sessions = 0
    const goOn = async (now: number) => {
      const sessionId = `s${(sessions += 1)}`
      const of = { ownerId: 'ann', processId: 'p1', messageId: 'a1', model: `m${sessions}` }
      const again = await streams.beginAgain({
        ...of,
        sessionId,
        leftOut: 0,
        now,
        monotonicNow: now,
        most: 10,
      })
      if (again.outcome !== 'started') throw new Error(again.outcome)
      return { ...again.answer, sessionId }
    }
    await streams.begin(answerStart())
    return { streams, goOn }
  }

  describe('an answer that goes on', () => {
    test('an answer that goes on notes each call before, with what that alone has used', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.option(usages), { minLength: 1, maxLength: 3 }),
          async (used) => {
            const { streams, goOn } = await begun()
            let sessionId = 'session-a1'
            for (const [index, usage] of used.entries()) {
              // Times of which binary fractions of a second are not exact.
              const endedAt = 1_796_021_595_001 + 1_003 * index
              const { usage: _, ...end } = answerEnd('a1', 'Hello', endedAt)
              await streams.end({ ...end, sessionId, ...(usage && { usage }) })
              const ended = await streams.findAnswer('a1')
              if (!ended) throw new Error('no answer')
              const again = await goOn(endedAt + 1)
              expect(again.earlierCalls).toEqual(callsOf(metadataOf(ended)))
              sessionId = again.sessionId
            }
          },
        ),
        fromSeed(10),
      )
    })

    test('P11 an answer that goes on many times notes no more calls than there is room for', async () => {
      const { streams, goOn } = await begun()
      await streams.end(answerEnd('a1'))
      let calls = 0
      for (let time = 0; time <= MOST_CALLS; time += 1) {
        const { sessionId, earlierCalls } = await goOn(3_000)
        calls = earlierCalls?.length ?? 0
        await streams.end({ ...answerEnd('a1'), sessionId })
      }
      expect(calls).toBe(MOST_CALLS)
    })
  })
}
