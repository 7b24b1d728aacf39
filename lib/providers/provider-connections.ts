import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'

/** What a call to a vendor has of a connection; nothing until its request is made. */
type Call = { request?: RequestInFlight }

type RequestInFlight = {
  /** Whether it has left for the vendor; before that it waits for a connection. */
  sent: boolean
  socket?: Socket
  /** Resolves when its connection is closed, or given back whole for the next call. */
  over: Promise<void>
  end: () => void
}

const channels = {
  create: 'undici:request:create',
  sent: 'undici:client:sendHeaders',
  done: 'undici:request:trailers',
  failed: 'undici:request:error',
}

const calls = new WeakMap<AbortSignal, Call>()
const currentCall = new AsyncLocalStorage<Call>()
const requests = new WeakMap<object, RequestInFlight>()

// undici says which socket carries a request only here (its docs: Diagnostics Channel Support).
onRequest('create', (request) => {
  const call = currentCall.getStore()
  if (!call) return
  const { promise, resolve } = Promise.withResolvers<void>()
  call.request = { sent: false, over: promise, end: resolve }
  requests.set(request, call.request)
})
onRequest('sent', (request, socket) => {
  const inFlight = requests.get(request)
  if (!inFlight) return
  inFlight.sent = true
  if (!socket || isShared(socket)) return
  inFlight.socket = socket
  socket.once('close', inFlight.end)
})
onRequest('done', (request) => {
  const inFlight = requests.get(request)
  inFlight?.socket?.off('close', inFlight.end)
  inFlight?.end()
})
onRequest('failed', (request) => {
  const inFlight = requests.get(request)
  // One that has a socket ends when that is closed.
  if (!inFlight?.socket) inFlight?.end()
})

/** Makes the calls of `work` known as those of this signal. */
export function watchConnection<Value>(signal: AbortSignal, work: () => Value): Value {
  const call: Call = {}
  calls.set(signal, call)
  return currentCall.run(call, work)
}

/**
 * Resolves when the connection of this signal's latest call is closed, or is idle after its whole
 * response; at once where none was opened. On HTTP/2 it is the call's own stream that is meant.
 */
export async function connectionClosed(signal: AbortSignal): Promise<void> {
  const request = calls.get(signal)?.request
  // undici tells of one that was aborted while it connects only when that is over; it never leaves.
  if (signal.aborted && request?.sent === false) return
  await request?.over
}

function onRequest(
  name: keyof typeof channels,
  callback: (request: object, socket?: Socket) => void,
): void {
  subscribe(channels[name], (message) => {
    const { request, socket } = message as { request: object; socket?: Socket }
    callback(request, socket)
  })
}

/** With HTTP/2 the connection goes on, for others. */
function isShared(socket: Socket): boolean {
  return 'alpnProtocol' in socket && socket.alpnProtocol === 'h2'
}
