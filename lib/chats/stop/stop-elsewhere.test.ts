import { describe, expect, test } from 'vitest'
import { findOrStartAnswer } from '@/lib/chats/send/send-message'
import { sendRequestSchema, type CancelRequest } from '@/lib/contract/request'
import { createLog } from '@/lib/platform/log'
import { createManualClock } from '@/lib/platform/manual-clock'
import { callBy } from '@/lib/testing/calls'
import { createLossyNetwork } from '@/lib/testing/lossy-network'
import { member } from '@/lib/testing/senders'
import { serversOfTest } from '@/lib/testing/servers-of-test'
import { openTestDatabase } from '@/lib/testing/test-database'
import { createTestServices, type TestServices } from '@/lib/testing/test-services'
import { whileTimePasses } from '@/lib/testing/while-time-passes'
import { cancelMessage } from './cancel-message'

type Fields = Record<string, unknown>

const send = (services: TestServices, body: Fields) =>
  findOrStartAnswer(services, member('ann'), sendRequestSchema.parse(body))

const question = {
  id: 'c1',
  message: { id: 'q1', role: 'user', parts: [{ type: 'text', text: 'Q1' }] },
  assistantMessageId: 'a1',
  sessionId: 's1',
}

const goOn = { trigger: 'continue-message', id: 'c1', messageId: 'a1', sessionId: 's2' }

/**
 * `a1` ran at a server that stood still: others have ended its session `s1`, of which that server does not know
 * yet, and it has gone on at another one in `s2`.
 */
async function goneOnElsewhere() {
  const clock = createManualClock()
  const file = openTestDatabase()
  const database = { ...file, servers: serversOfTest(file) }
  const network = createLossyNetwork({
    clock,
    random: () => 0.01,
    log: createLog('silent'),
    faults: { lost: 0, repeated: 0 },
  })
  const join = (serverId: string) =>
    createTestServices({}, { shared: { clock, database, bus: network.join(serverId) } })
  const [thawed, other] = [join('thawed'), join('other')]
  await send(thawed, question)
  await clock.advance(0)
  const orphan = { sessionId: 's1', messageId: 'a1' }
  await database.streams.interruptOrphan(orphan, { now: clock.now(), maxCharacters: 1_000 })
  await send(other, goOn)
  await clock.advance(0)
  const stopAtThawed = (of: CancelRequest) =>
    whileTimePasses(clock, cancelMessage.run(callBy('ann', thawed), { messageId: 'a1', ...of }))
  const isAborted = () => other.model.calls.at(-1)?.options.abortSignal?.aborted
  return { stopAtThawed, isAborted }
}

describe('P3 P5 a stop at a server that stood still', () => {
  test.each([{ sessionId: 's2' }, {}, { sessionId: 's2', beforeStart: true }])(
    'the stop ends the session that runs at another server: %j',
    async (of) => {
      const { stopAtThawed, isAborted } = await goneOnElsewhere()
      expect(await stopAtThawed(of)).toMatchObject({ outcome: 'cancelled', sessionId: 's2' })
      expect(isAborted()).toBe(true)
    },
  )

  test('the stop of the earlier session touches nothing of the later one', async () => {
    const { stopAtThawed, isAborted } = await goneOnElsewhere()
    expect(await stopAtThawed({ sessionId: 's1' })).toMatchObject({ outcome: 'already_ended' })
    expect(isAborted()).toBe(false)
  })
})
