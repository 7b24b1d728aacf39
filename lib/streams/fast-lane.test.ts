import type { ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { fromSeed, numbersFromSeed } from '@/lib/platform/testing/from-seed'
import { FastLane } from '@/lib/providers/wires/fast-lane'
import { localVendors, modelThatSends } from '@/lib/testing/local-vendor'
import { randomAnswer } from '@/lib/testing/random-answer'
import { answerOf, linesOf } from '@/lib/testing/wire-harness'
import { AnswerLog } from './answer/answer-log'

const { numRuns } = fromSeed(12)

/** The facts of an answer that do not depend on when its bytes came. */
const untimed = { createdAt: 0, startedAt: 0, endedAt: 0, firstTokenMs: 0, thoughtMs: 0 }

/** Sends the pieces, and lets the reader go on between some of them. */
async function send(pieces: readonly Buffer[], to: ServerResponse, random: () => number) {
  for (const piece of pieces) {
    to.write(piece)
    if (random() < 0.3) await pause(1)
  }
  to.end()
}

test.each(localVendors)(
  'P1 P3 an answer over the wire %s is the same through the lane and through the AI SDK alone',
  async (vendor) => {
    const pass = vi.spyOn(FastLane.prototype, 'pass')
    let run = 0
    const model = await modelThatSends(vendor, (to) => {
      const pieces = randomAnswer(vendor, numbersFromSeed(`${vendor} ${run}`))
      void send(pieces, to, numbersFromSeed(`waits ${run}`))
    })
    for (; run < numRuns; run += 1) {
      const byLane = await answerOf(model)
      const bySdk = await answerOf(model, { fastLane: false })
      expect({ ...byLane.answer, ...untimed }, `run ${run}`).toEqual({
        ...bySdk.answer,
        ...untimed,
      })
    }
    // A lane that is never open would prove nothing.
    const passed = pass.mock.results.filter(({ value }) => value === true)
    expect(passed.length).toBeGreaterThan(numRuns)
  },
)

test('P11 an error over text from the lane fails its own answer, and closes its call', async () => {
  const append = vi.spyOn(AnswerLog.prototype, 'append')
  const closed = vi.fn<() => void>()
  const say = (content: string) => linesOf({ choices: [{ index: 0, delta: { content } }] })
  const send = async (to: ServerResponse) => {
    to.once('close', closed).write(say('Hello'))
    await vi.waitFor(() => expect(append).toHaveBeenCalled())
    append.mockImplementationOnce(() => {
      throw new Error('broken')
    })
    to.write(say(', you'))
  }
  const { answer } = await answerOf(await modelThatSends('compatible', (to) => void send(to)))
  expect(answer).toMatchObject({ status: 'failed', parts: [{ text: 'Hello' }] })
  await vi.waitFor(() => expect(closed).toHaveBeenCalled())
})
