import type { IncomingMessage, ServerResponse } from 'node:http'
import { Refusal } from './refusal.ts'

const LARGEST_BODY = 8 * 1024 * 1024

/** @throws Refusal when the body is over 8 MB (413) or not JSON (400) */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const pieces: Uint8Array[] = []
  let length = 0
  // A throw leaves the request open, so that the refusal can still be sent.
  const body: AsyncIterable<Uint8Array> = request.iterator({ destroyOnReturn: false })
  for await (const piece of body) {
    length += piece.length
    if (length > LARGEST_BODY) throw new Refusal(413, 'the body is over 8 MB')
    pieces.push(piece)
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'))
  } catch {
    throw new Refusal(400, 'the body is not JSON')
  }
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}
