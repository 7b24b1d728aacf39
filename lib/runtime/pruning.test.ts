import { expect, test, vi } from 'vitest'
import type { Database } from '@/lib/db/database'
import { createLog } from '@/lib/platform/log'
import { createManualClock } from '@/lib/platform/manual-clock'
import { keepPruning } from './pruning'

test('R32 pruning runs at the start and every hour, also after a failure, and leaves no timer', async () => {
  const clock = createManualClock(100 * 24 * 60 * 60 * 1000)
  const prune = vi
    .fn<Database['prune']>()
    .mockRejectedValueOnce(new Error('disk is busy'))
    .mockResolvedValue({ endedSessions: 0, idleGuests: 0 })
  const stop = keepPruning({ database: { prune }, clock, log: createLog('silent'), days: 30 })
  await clock.advance(0)
  expect(prune).toHaveBeenCalledExactlyOnceWith(70 * 24 * 60 * 60 * 1000)
  await clock.advance(2 * 60 * 60 * 1000)
  expect(prune).toHaveBeenCalledTimes(3)
  stop()
  expect(clock.pending).toBe(0)
})
