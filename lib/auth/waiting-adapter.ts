import { AsyncLocalStorage } from 'node:async_hooks'
import { APIError, type DBAdapter, type DBAdapterInstance } from 'better-auth'
import { isFullstopError, type FullstopError } from '@/lib/contract/fullstop-error'
import { isUnwritable, waiting, type WaitWhileBusy } from '@/lib/db/sqlite/wait-while-busy'

/** What the database had to say to each call: better-auth hides it behind errors of its own. */
const calls = new AsyncLocalStorage<{ refusal?: FullstopError }>()

/** The adapter, each call of which (one statement each) waits while the database is busy. */
export function waitingAdapter(
  adapterOf: DBAdapterInstance,
  waitWhileBusy: WaitWhileBusy,
): DBAdapterInstance {
  return (options) => letWait(adapterOf(options), waitWhileBusy)
}

function letWait(adapter: DBAdapter, waitWhileBusy: WaitWhileBusy): DBAdapter {
  const waits = waiting(adapter, (work) =>
    waitWhileBusy(work).catch((error: unknown) => {
      if (!isFullstopError(error)) throw error
      const call = calls.getStore()
      if (call) call.refusal = error
      // One of its own errors passes through better-auth unlogged.
      throw new APIError('SERVICE_UNAVAILABLE', { message: error.message })
    }),
  )
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
        // It would only have lasted longer, and who reads must not wait for that: the next call does it.
        return adapter.findOne<Row>({ model, where })
      }
    },
  }
  return whole
}

/** Does a call of better-auth; throws what the database said, whatever better-auth made of that. */
export async function tellRefusals<Result>(call: () => Promise<Result>): Promise<Result> {
  const said: { refusal?: FullstopError } = {}
  const result = await calls.run(said, call).catch((error: unknown) => {
    throw said.refusal ?? error
  })
  // To better-auth a sign-out is a success without it.
  if (said.refusal) throw said.refusal
  return result
}
