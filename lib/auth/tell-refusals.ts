import { AsyncLocalStorage } from 'node:async_hooks'
import { APIError, type DBAdapterInstance } from 'better-auth'
import { isFullstopError, type FullstopError } from '@/lib/contract/fullstop-error'
import { aroundCalls, type AroundCall } from '@/lib/db/around-calls'

/** The database's refusal of each call, which better-auth hides behind errors of its own. */
const calls = new AsyncLocalStorage<{ refusal?: FullstopError }>()

/** The adapter, with its refusals kept for {@link tellRefusals}. */
export function keepRefusals(adapterOf: DBAdapterInstance): DBAdapterInstance {
  return (options) => {
    const adapter = adapterOf(options)
    return {
      ...aroundCalls(adapter, keepRefusal),
      transaction: (work) =>
        keepRefusal(() =>
          adapter.transaction((transaction) => work(aroundCalls(transaction, keepRefusal))),
        ),
    }
  }
}

const keepRefusal: AroundCall = (call) =>
  call().catch((error: unknown) => {
    if (!isFullstopError(error)) throw error
    const current = calls.getStore()
    if (current) current.refusal = error
    // better-auth passes on errors of its own kind without logging them.
    throw new APIError('SERVICE_UNAVAILABLE', { message: error.message })
  })

/** Runs a call of better-auth. Throws the database's refusal, whatever better-auth made of it. */
export async function tellRefusals<Result>(call: () => Promise<Result>): Promise<Result> {
  const said: { refusal?: FullstopError } = {}
  const result = await calls.run(said, call).catch((error: unknown) => {
    throw said.refusal ?? error
  })
  // better-auth reports a refused sign-out as a success.
  if (said.refusal) throw said.refusal
  return result
}
