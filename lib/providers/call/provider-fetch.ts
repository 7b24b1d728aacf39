import { Agent, type Dispatcher } from 'undici'
import { systemClock } from '@/lib/platform/clock'
import { AnswerEvents } from '@/lib/providers/wires/answer-events'
import type { Wire } from '@/lib/providers/wires/wire'
import { batchResponses } from './batched-responses'
import { decodeResponses } from './decoded-responses'
import { fetchOver } from './dispatch-fetch'
import { mendResponse } from './mended-responses'
import { ProviderCall } from './provider-call'

// The stream's policy decides how long a provider may be silent, not the connection.
const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0 }).compose(
  batchResponses(systemClock),
  decodeResponses(),
)

/** The `fetch` that talks to vendors. */
export const providerFetch: typeof fetch = (input, init) => call(input, init, agent)

/** Makes a `providerFetch` for the AI SDK's calls that reads each answer over a wire of its own. */
export function createProviderFetch(createWire: () => Wire): typeof fetch {
  return (input, init) => {
    const providerCall = ProviderCall.current()
    const events = new AnswerEvents(createWire(), providerCall?.lane)
    providerCall?.countsSkipped(() => events.skipped)
    return call(input, init, agent.compose(mendResponse(events, systemClock)))
  }
}

function call(
  input: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
  dispatcher: Dispatcher,
): Promise<Response> {
  const response = fetchOver(dispatcher)(input, init)
  const address = input instanceof Request ? input.url : input
  return ProviderCall.current()?.note(String(address), response) ?? response
}
