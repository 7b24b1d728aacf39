import type { BudgetLimits } from '@/lib/budgets/budgets'
import { aroundDatabase } from '@/lib/db/testing/around-database'
import { openTestPostgres } from '@/lib/db/testing/open-test-postgres'
import { createLog } from '@/lib/platform/log'
import { clocksWaitFor, createManualClock } from '@/lib/platform/manual-clock'
import { numbersFromSeed } from '@/lib/platform/testing/from-seed'
import { createLossyNetwork } from './lossy-network'
import { createTestServices } from './test-services'

/**
 * Two servers with one PostgreSQL, and a network between them that delays and repeats news, and loses such a
 * share of it.
 */
export async function createTestServers({
  lost = 0,
  limits = {},
  overflow = 'reject',
}: {
  lost?: number
  limits?: Partial<BudgetLimits>
  overflow?: 'reject' | 'cancel_oldest'
} = {}) {
  const clock = createManualClock()
  const inner = await openTestPostgres(clock)
  const { addPerson, sql } = inner
  const random = numbersFromSeed(`servers of which ${lost} is lost`)
  const faults = { lost, repeated: 0.3 }
  const network = createLossyNetwork({ clock, random, log: createLog('silent'), faults })
  const make = (serverId: string, opened: typeof inner | ReturnType<typeof inner.reopen>) => {
    // The clock stands still until a call is answered.
    const database = aroundDatabase(opened, (call) => clocksWaitFor(call()))
    const bus = network.join(serverId)
    const shared = { database: { ...database, addPerson, sql }, clock, bus }
    return createTestServices(limits, { overflow, shared })
  }
  return { clock, addPerson, sql, one: make('one', inner), other: make('other', inner.reopen()) }
}
