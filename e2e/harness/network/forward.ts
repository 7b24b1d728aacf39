import { request, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'

/** A request to pass on, with its body read. */
export type WholeRequest = { method: string; path: string; headers: Headers; body: Buffer }

export type WholeResponse = { status: number; headers: Headers; body: Buffer }

type Headers = NodeJS.Dict<string | string[]>

/** Headers that concern one connection only: the proxy has one on either side. */
const ofOneConnection = ['connection', 'keep-alive', 'transfer-encoding']

export async function readWhole(incoming: IncomingMessage): Promise<WholeRequest> {
  const { method = 'GET', url: path = '/', headers } = incoming
  return { method, path, headers, body: await buffer(incoming) }
}

/** Passes on a request whose sender may have left, and reads the whole response. */
export async function forwardWhole(port: number, whole: WholeRequest): Promise<WholeResponse> {
  const { method, path, headers, body } = whole
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  request({ host: '127.0.0.1', port, method, path, headers, agent: false }, resolve)
    .once('error', reject)
    .end(body)
  const response = await promise
  return {
    status: response.statusCode ?? 0,
    headers: passedHeaders(response.headers),
    body: await buffer(response),
  }
}

/** Passes a request and its response on as they arrive. If one side leaves, the other is closed. */
export async function forwardStreams(
  port: number,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { method, url: path, headers } = incoming
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const passed = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, resolve)
  passed.on('error', reject)
  outgoing.once('close', () => void passed.destroy())
  try {
    incoming.pipe(passed)
    const response = await promise
    outgoing.writeHead(response.statusCode ?? 0, passedHeaders(response.headers))
    outgoing.flushHeaders()
    await pipeline(response, outgoing)
  } catch {
    // One side broke off: the other must know it, and nobody else.
    outgoing.destroy()
  }
}

/** The headers of a response, without those that concern one connection only. */
export function passedHeaders(headers: Headers): Headers {
  const passed = Object.entries(headers).filter(([name]) => !ofOneConnection.includes(name))
  return Object.fromEntries(passed)
}
