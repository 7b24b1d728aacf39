import type { ReadableStream } from 'node:stream/web'
import { Agent, fetch as undiciFetch, Response as UndiciResponse, type Dispatcher } from 'undici'
import { systemClock } from '@/lib/platform/clock'
import { AnswerEvents } from '@/lib/providers/wires/answer-events'
import type { Wire } from '@/lib/providers/wires/wire'
import { batchResponses } from './batched-responses'
import { mendBody } from './mended-body'
import { mendResponse } from './mended-responses'
import { ProviderCall } from './provider-call'

// The stream's policy decides how long a provider may be silent, not the connection.
const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0 }).compose(batchResponses(systemClock))

/**
 * The `fetch` that talks to vendors. Throws the errors that the platform's own throws. A redirect is an
 * answer like any other: following it would take the key and the conversation to another address.
 */
export const providerFetch = asFetch((address, init) => call(address, init, agent))

/** Makes a `providerFetch` for the AI SDK's calls that reads each answer over a wire of its own. */
export function createProviderFetch(createWire: () => Wire): typeof fetch {
  return asFetch(async (address, init) => {
    const signal = init.signal ?? undefined
    const providerCall = ProviderCall.current()
    const events = new AnswerEvents(createWire(), providerCall?.lane)
    providerCall?.countsSkipped(() => events.skipped)
    const mending = agent.compose(mendResponse(events, systemClock))
    const response = await call(address, init, mending)
    const body: ReadableStream<Uint8Array> | null = response.body
    if (!response.ok || !body || !response.headers.has('content-encoding')) return response
    return new UndiciResponse(mendBody(body, events, { clock: systemClock, signal }), response)
  })
}

function call(address: string, init: RequestInit, dispatcher: Dispatcher): Promise<UndiciResponse> {
  const options = { ...init, redirect: 'manual', dispatcher } as Parameters<typeof undiciFetch>[1]
  const response = undiciFetch(address, options)
  return ProviderCall.current()?.note(address, response) ?? response
}

/** undici and the platform have different types for the same things. */
function asFetch(
  make: (address: string, init: RequestInit) => Promise<UndiciResponse>,
): typeof fetch {
  return make as unknown as typeof fetch
}
