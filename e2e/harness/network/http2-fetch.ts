import { once } from 'node:events'
import { connect, type ClientHttp2Session, type IncomingHttpHeaders } from 'node:http2'
import { Readable } from 'node:stream'
import type { Fetch } from '../guest'

/** A `fetch` over one HTTP/2 connection, as in browsers. Node's own speaks HTTP/1.1. */
export function openHttp2(url: string, certificate: string): { fetch: Fetch; close: () => void } {
  const session = connect(url, { ca: certificate })
  // An error of the session fails each of its requests, which report it.
  session.on('error', () => {})
  return {
    fetch: (address, init) => fetchOver(session, new URL(address), init),
    close: () => session.destroy(),
  }
}

async function fetchOver(
  session: ClientHttp2Session,
  { pathname, search }: URL,
  { method = 'GET', headers, body, signal }: RequestInit,
): Promise<Response> {
  const fields = Object.fromEntries(new Headers(headers))
  const stream = session.request(
    { ...fields, ':method': method, ':path': pathname + search },
    { endStream: body === undefined, ...(signal && { signal }) },
  )
  if (typeof body === 'string') stream.end(body)
  const [answer] = (await once(stream, 'response')) as [IncomingHttpHeaders]
  const received = Object.entries(answer).filter(([name]) => !name.startsWith(':'))
  // Node's web streams are the browser's; only their types differ.
  return new Response(Readable.toWeb(stream) as ReadableStream, {
    status: Number(answer[':status']),
    headers: received.map(([name, value]) => [name, String(value)]),
  })
}
