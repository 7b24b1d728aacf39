import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'

/** What this process knows of its requests beyond what Next tells a handler. */
type RequestLabels = {
  /** Header names under which a request carries its address and its ID, within this process only. */
  address: string
  requestId: string
  /** The connections of the requests that are being answered, by request ID. */
  connections: Map<string, Socket>
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
    connections: new Map(),
  })
}

/** Where a request goes that is refused whatever it asks for: the calls of these paths do it. */
export const REFUSED = {
  /** A body that was sent to a page. */
  bodyOfPage: '/api/body-of-page',
  /** It names a host that is not ours. */
  foreignHost: '/api/foreign-host',
  /** It wants to go on in another protocol. */
  upgrade: '/api/upgrade',
} as const
