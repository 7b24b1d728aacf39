import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Calls back with every request that Node's HTTP server takes, before anybody else sees it. */
export function onRequest(
  listener: (request: IncomingMessage, response: ServerResponse) => void,
): void {
  subscribe('http.server.request.start', (message) => {
    if (isStart(message)) listener(message.request, message.response)
  })
}

function isStart(
  message: unknown,
): message is { request: IncomingMessage; response: ServerResponse } {
  return (
    typeof message === 'object' && message !== null && 'request' in message && 'response' in message
  )
}
