import { AsyncLocalStorage } from 'node:async_hooks'
import { APIError, type DBAdapter, type DBAdapterInstance } from 'better-auth'
import { isFullstopError, type FullstopError } from '@/lib/contract/fullstop-error'
import { aroundCalls } from '@/lib/db/around-calls'

/** What the database had to say to each call: better-auth hides it behind errors of its own. */
const calls = new AsyncLocalStorage<{ refusal?: FullstopError }>()

/** The adapter, with its refusals kept for {@link tellRefusals}. */
export function keepRefusals(adapterOf: DBAdapterInstance): DBAdapterInstance {
  return (options) => {
    const keeping = aroundCalls(adapterOf(options), (call) =>
      call().catch((error: unknown) => {
        if (!isFullstopError(error)) throw error
        const current = calls.getStore()
        if (current) current.refusal = error
        // One of its own errors passes through better-auth unlogged.
        throw new APIError('SERVICE_UNAVAILABLE', { message: error.message })
      }),
    )
    // The adapter knows no transactions, and would go on with calls that keep nothing.
    const whole: DBAdapter = { ...keeping, transaction: (work) => work(whole) }
    return whole
  }
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
