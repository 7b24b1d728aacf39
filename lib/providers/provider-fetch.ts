import { Agent, fetch as undiciFetch, type Dispatcher } from 'undici'
import { systemClock } from '@/lib/platform/clock'
import { batchResponses } from './batched-responses'
import { noteCall } from './failed-call'
import { mendResponse } from './mended-responses'
import { watchConnection } from './provider-connections'
import { AnswerEvents } from './wires/answer-events'
import type { Wire } from './wires/wire'

// How long a provider may be silent is decided where its stream is kept, not here.
const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0 }).compose(batchResponses(systemClock))

const answers = new WeakMap<AbortSignal, AnswerEvents>()

/**
 * The `fetch` that talks to vendors. Throws what the platform's own throws. A redirect is an answer
 * like any other: to follow it would take the key and the conversation to another address.
 */
export const providerFetch = fetchOver(() => agent)

/** The same for the AI SDK's calls: their answers are read over this wire, one of its kind each. */
export function createProviderFetch(createWire: () => Wire): typeof fetch {
  return fetchOver((signal) => {
    const events = new AnswerEvents(createWire())
    if (signal) answers.set(signal, events)
    return agent.compose(mendResponse(events, systemClock))
  })
}

/** How many events of the latest answer under this signal were left out, as nobody knows them. */
export function skippedEvents(signal: AbortSignal): number {
  return answers.get(signal)?.skipped ?? 0
}

function fetchOver(dispatcherFor: (signal: AbortSignal | undefined) => Dispatcher): typeof fetch {
  return ((address: string, init: RequestInit) => {
    const signal = init.signal ?? undefined
    const dispatcher = dispatcherFor(signal)
    // The package and the platform have types of their own for the same things.
    const options = { ...init, redirect: 'manual', dispatcher } as Parameters<typeof undiciFetch>[1]
    const call = () => undiciFetch(address, options)
    return signal ? watchConnection(signal, () => noteCall(signal, address, call)) : call()
  }) as unknown as typeof fetch
}
