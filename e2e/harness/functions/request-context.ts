import { AsyncLocalStorage } from 'node:async_hooks'
import { Server, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect } from 'node:net'

/*
 * Loaded into a server by `short-lives.ts`. Gives each request the `waitUntil` of Vercel, and tells the harness,
 * a line a time, how many things keep each request at work: its response, and what waits until then.
 */

/** Names the request; the harness adds it. */
const HEADER = 'x-short-lives'

type RequestContext = { waitUntil: (work: Promise<unknown>) => void }

const harness = connect(Number(process.env['SHORT_LIVES_PORT']), '127.0.0.1')
harness.unref()

const contexts = new AsyncLocalStorage<RequestContext>()
const platform = { get: () => contexts.getStore() }
for (const name of ['@next/request-context', '@vercel/request-context']) {
  Object.defineProperty(globalThis, Symbol.for(name), { value: platform })
}

/** Counts what keeps a request at work. */
function createHolds(request: string): () => () => void {
  let holds = 0
  const change = (by: 1 | -1) => {
    holds += by
    harness.write(`${JSON.stringify({ process: process.pid, request, holds })}\n`)
  }
  return () => {
    change(1)
    return () => {
      change(-1)
    }
  }
}

/** Node's own, which is called with the server that emits. */
const plainEmit = Reflect.get(Server.prototype, 'emit') as (
  this: Server,
  event: string,
  ...values: unknown[]
) => boolean

function isRequest(values: unknown[]): values is [IncomingMessage, ServerResponse] {
  return values[0] instanceof Object && 'headers' in values[0]
}

Server.prototype.emit = function emitInContext(this: Server, event: string, ...values: unknown[]) {
  const pass = () => plainEmit.call(this, event, ...values)
  if (event !== 'request' || !isRequest(values)) return pass()
  const [incoming, response] = values
  const request = incoming.headers[HEADER]
  if (typeof request !== 'string') return pass()
  const hold = createHolds(request)
  response.once('close', hold())
  const waitUntil = (work: Promise<unknown>) => {
    const release = hold()
    work.then(release, release)
  }
  return contexts.run({ waitUntil }, pass)
}
