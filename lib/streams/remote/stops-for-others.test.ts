import { expect, test, vi } from 'vitest'
import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import { createLog } from '@/lib/platform/log'
import { createManualClock } from '@/lib/platform/manual-clock'
import { createLonelyBus } from '@/lib/testing/lonely-bus'
import { serversOfTest } from '@/lib/testing/servers-of-test'
import { openTestDatabase } from '@/lib/testing/test-database'
import { StopsForOthers } from './stops-for-others'

test('P3 a stop that cannot be carried out is answered without an outcome, and its mark is tried again', async () => {
  const clock = createManualClock()
  const log = createLog('silent')
  const database = openTestDatabase()
  const bus = createLonelyBus()
  const send = vi.spyOn(bus, 'send').mockImplementation(() => {})
  const session = { messageId: 'a1', sessionId: 's1' }
  const mark = { requestId: 'r1', reason: 'user' } as const
  const servers = { ...serversOfTest(database), marksFor: async () => [{ ...session, mark }] }
  const carry = vi.fn<() => Promise<CancelOutcome | undefined>>()
  carry.mockRejectedValue(new Error('the database is away'))
  const stops = new StopsForOthers({ servers, streams: database.streams, bus, clock, log }, carry)

  await stops.carryOut({ type: 'cancel-requested', replyTo: 'other', ...session, ...mark })
  expect(send.mock.calls).toEqual([['other', { type: 'cancel-answered', requestId: 'r1' }]])
  await clock.advance(4_000)
  expect(carry.mock.calls).toEqual([1, 2, 3].map(() => [session, mark]))
  stops.close()
  expect(clock.pending).toBe(0)
})
