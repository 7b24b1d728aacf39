import { Agent, fetch as undiciFetch } from 'undici'
import { systemClock } from '@/lib/platform/clock'
import { batchResponses } from './batched-responses'
import { watchConnection } from './provider-connections'

// How long a provider may be silent is decided where its stream is kept, not here.
const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0 }).compose(
  batchResponses(systemClock),
)

/**
 * The `fetch` that talks to vendors. Throws what the platform's own throws. A redirect is an answer
 * like any other: to follow it would take the key and the conversation to another address.
 */
export const providerFetch = ((address: string, init: RequestInit) => {
  // The package and the platform have types of their own for the same things.
  const options = { ...init, redirect: 'manual', dispatcher } as Parameters<typeof undiciFetch>[1]
  const call = () => undiciFetch(address, options)
  return init.signal ? watchConnection(init.signal, call) : call()
}) as unknown as typeof fetch
