import type { DBAdapter, DBAdapterInstance } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { aroundCalls } from '@/lib/db/around-calls'
import type { Connection, Transaction } from '@/lib/db/postgres/connection/connection'
import { inTransactionOnce } from '@/lib/db/postgres/connection/in-transaction'
import { isUnwritable, tellErrors } from '@/lib/db/postgres/connection/told-errors'
import * as schema from '@/lib/db/postgres/schema'
import { fewAtOnce } from '@/lib/platform/few-at-once'

/**
 * How many transactions of better-auth are open at once. A sign-up hashes its password in one, and
 * strangers who sign up must not take all connections meanwhile.
 */
const TRANSACTIONS = 3

/** The adapter of better-auth. Its calls tell their errors as the stores' do. */
export function createAuthAdapter(connection: Connection): DBAdapterInstance {
  const inLine = fewAtOnce(TRANSACTIONS)
  return (options) => {
    const adapterOf = (queries: Connection | Transaction): DBAdapter =>
      drizzleAdapter(queries, { provider: 'pg', schema, usePlural: true })(options)
    const adapter = adapterOf(connection)
    const told = aroundCalls(adapter, tellErrors)
    return {
      ...told,
      transaction: (work) =>
        inLine(() =>
          tellErrors(() =>
            inTransactionOnce(connection, (transaction) =>
              work(aroundCalls(adapterOf(transaction), tellErrors)),
            ),
          ),
        ),
      update: <Row>(change: Parameters<DBAdapter['update']>[0]) =>
        tellErrors(() => update<Row>(adapter, change)),
    }
  }
}

async function update<Row>(
  adapter: DBAdapter,
  change: Parameters<DBAdapter['update']>[0],
): Promise<Row | null> {
  const { model, where } = change
  try {
    return await adapter.update<Row>(change)
  } catch (error) {
    if (model !== 'session' || !isUnwritable(error)) throw error
    // The session would only have lasted longer, and a read must not fail for that: the next call does it.
    return adapter.findOne<Row>({ model, where })
  }
}
