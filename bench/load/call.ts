import { Agent, request as openRequest, type ClientRequest } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Call } from '../arms/arm.ts'
import { now } from '../system/clock.ts'

/** What is called: an arm, or another server. */
export type Server = { readonly url: string }

/** One connection per call: a server may close a kept connection just as it is used again. */
const agent = new Agent({ maxSockets: Infinity })

export function openCall({ url }: Server, { path, headers = {}, body }: Call): ClientRequest {
  const method = body === undefined ? 'GET' : 'POST'
  return openRequest(url + path, { agent, method, headers }).end(body)
}

/** Makes a call and reads its answer. `sentAt` is in ms of the shared clock. @throws unless it succeeds */
export async function timedCall(
  server: Server,
  call: Call,
  success = 200,
): Promise<{ sentAt: number; tookMs: number }> {
  const sentAt = now()
  await new Promise<void>((resolve, reject) => {
    openCall(server, call)
      .on('error', reject)
      .on('response', (response) => {
        text(response).then((answer) => {
          if (response.statusCode === success) resolve()
          else reject(new Error(`${call.path}: ${response.statusCode} ${answer}`))
        }, reject)
      })
  })
  return { sentAt, tookMs: now() - sentAt }
}
