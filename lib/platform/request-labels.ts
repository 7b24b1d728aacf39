import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'

/** Facts about the requests of this process that Next does not tell a handler. */
type RequestLabels = {
  /** Header names under which a request carries its address and its ID, within this process only. */
  address: string
  requestId: string
  /** The responses to the requests that are being answered, by request ID. */
  responses: Map<string, ServerResponse>
}

declare global {
  /** Made once a process, for all its module graphs. */
  var fullstopRequestLabels: RequestLabels | undefined
}

/** The names are random, so that nobody can send them. */
export function requestLabels(): RequestLabels {
  const secret = () => randomBytes(16).toString('hex')
  return (globalThis.fullstopRequestLabels ??= {
    address: `x-socket-${secret()}`,
    requestId: `x-request-${secret()}`,
    responses: new Map(),
  })
}

/** The paths to which requests are sent to be refused, whatever they ask for. */
export const REFUSED = {
  /** For a body that was sent to a page. */
  bodyOfPage: '/api/body-of-page',
  /** For a request that names a host that is not ours. */
  foreignHost: '/api/foreign-host',
  /** For a request that wants to go on in another protocol. */
  upgrade: '/api/upgrade',
} as const
