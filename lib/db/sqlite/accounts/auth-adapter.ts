import type { DBAdapter, DBAdapterInstance } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { aroundCalls } from '@/lib/db/around-calls'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { isUnwritable, type WaitWhileBusy } from '@/lib/db/sqlite/file/wait-while-busy'
import * as schema from '@/lib/db/sqlite/schema'

/** The adapter of better-auth. Each of its calls, a single statement, waits while the file is busy. */
export function createAuthAdapter(
  connection: Connection,
  waitWhileBusy: WaitWhileBusy,
): DBAdapterInstance {
  const adapterOf = drizzleAdapter(connection, { provider: 'sqlite', schema, usePlural: true })
  return (options) => letWait(adapterOf(options), waitWhileBusy)
}

function letWait(adapter: DBAdapter, waitWhileBusy: WaitWhileBusy): DBAdapter {
  const waits = aroundCalls(adapter, waitWhileBusy)
  const whole: DBAdapter = {
    ...waits,
    // The adapter knows no transactions, and would go on with calls that do not wait.
    transaction: (work) => work(whole),
    async update<Row>(change: Parameters<DBAdapter['update']>[0]) {
      const { model, where } = change
      if (model !== 'session') return waits.update<Row>(change)
      try {
        return await adapter.update<Row>(change)
      } catch (error) {
        if (!isUnwritable(error)) throw error
        // The session would only have lasted longer, and a read must not wait for that: the next call does it.
        return adapter.findOne<Row>({ model, where })
      }
    },
  }
  return whole
}
