import type { IncomingMessage, ServerResponse } from 'node:http'
import { newId } from '@/lib/platform/ids'
import { REFUSED, requestLabels } from '@/lib/platform/request-labels'
import { onRequest } from './on-request'

/** Methods that no `Request` of fetch can have. */
const unspeakable = new Set(['TRACE', 'TRACK', 'CONNECT'])

/** Methods that reach a call of ours: Next itself answers a request with any other. */
const answered = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])

/**
 * Gives every response its `X-Request-Id`, and every request the address of its socket: Next shows a
 * handler only `X-Forwarded-For`, which a client can send. A request for another host goes to a call
 * that refuses it, also if it asks for a page or a file.
 */
export function labelRequests(isForeign: (request: IncomingMessage) => boolean): void {
  const labels = requestLabels()
  onRequest((request, response) => {
    const foreign = isForeign(request)
    mendWhatNextFailsOver(request)
    refuseBodyOfPage(request, response)
    // A client that does not get the protocol it wants may go on in that protocol all the same.
    if (request.headers.upgrade !== undefined) response.shouldKeepAlive = false
    if (foreign) refuse(request, response, REFUSED.foreignHost)
    else if (mustUpgrade(request)) refuse(request, response, REFUSED.upgrade)
    // Next would take this for the host, in place of the header that was checked.
    delete request.headers['x-forwarded-host']
    const requestId = newId()
    response.setHeader('X-Request-Id', requestId)
    request.headers[labels.requestId] = requestId
    request.headers[labels.address] = request.socket.remoteAddress ?? ''
    labels.responses.set(requestId, response)
    response.once('close', () => labels.responses.delete(requestId))
  })
}

/** Next would answer these requests with a 500 of its own; their replacements are refused as they should be. */
function mendWhatNextFailsOver(request: IncomingMessage): void {
  const { url = '', method = '' } = request
  if (unspeakable.has(method)) request.method = 'UNKNOWN'
  const [area] = /^\/api\/(?:auth\/)?/.exec(url) ?? ['/']
  if (!isPath(url)) request.url = `${area}malformed`
}

/**
 * Next reads the bodies that anybody sends to its pages, so they go to a call that refuses them. Nobody
 * reads the body of a `GET`, so its connection need not stay open until that body ends.
 */
function refuseBodyOfPage(request: IncomingMessage, response: ServerResponse): void {
  const { url = '', method = '', headers } = request
  const hasBody =
    headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > 0
  if (!hasBody) return
  if (method === 'GET' || method === 'HEAD') response.shouldKeepAlive = false
  if (!url.startsWith('/api/')) request.url = REFUSED.bodyOfPage
}

function refuse(request: IncomingMessage, response: ServerResponse, path: string): void {
  request.url = path
  if (!answered.has(request.method ?? '')) request.method = 'GET'
  response.shouldKeepAlive = false
}

/** Some programs offer HTTP/2 with every request, but also take an answer in HTTP/1.1 (RFC 9110, 7.8). */
function mustUpgrade({ headers }: IncomingMessage): boolean {
  return headers.upgrade !== undefined && !/^h2c?$/i.test(headers.upgrade.trim())
}

function isPath(url: string): boolean {
  try {
    decodeURIComponent(url.split('?')[0] ?? '')
    return url.startsWith('/') && URL.canParse(url, 'http://localhost')
  } catch {
    return false
  }
}
