import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { readFailure, requestIdOf, type CallFacts } from '@/lib/providers/errors/failed-call'

/** Of the path of an address so much is told. */
const LONGEST_PATH = 200

type AnyResponse = { status: number; headers: { get(name: string): string | null } }

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

const currentCall = new AsyncLocalStorage<ProviderCall>()
const requests = new WeakMap<object, RequestInFlight>()

// undici says which socket carries a request only here (its docs: Diagnostics Channel Support).
onRequest('create', (request) => {
  const call = currentCall.getStore()
  if (!call) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const inFlight = { sent: false, over: promise, end: resolve }
  call.requested(inFlight)
  requests.set(request, inFlight)
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

/**
 * A call to a vendor, with every HTTP request that is made for it: the latest one is what counts. Its
 * requests find it by the asynchronous context, for the AI SDK hands nothing on to its `fetch`.
 */
export class ProviderCall {
  /** Aborts the call. */
  readonly signal: AbortSignal
  #request: RequestInFlight | undefined
  #facts: CallFacts = {}
  #skippedEvents = () => 0

  constructor(signal: AbortSignal) {
    this.signal = signal
  }

  /** The call that the present work is made for, if it is made for one. */
  static current(): ProviderCall | undefined {
    return currentCall.getStore()
  }

  /** Makes the requests of `work` known as those of this call. */
  run<Value>(work: () => Value): Value {
    return currentCall.run(this, work)
  }

  /** A request is made for it, which waits for a connection. */
  requested(request: RequestInFlight): void {
    this.#request = request
  }

  /** Remembers where a request goes, and what answers. */
  async note<Response extends AnyResponse>(
    address: string,
    request: Promise<Response>,
  ): Promise<Response> {
    const { host, pathname } = new URL(address)
    const facts: CallFacts = { host, path: pathname.slice(0, LONGEST_PATH) }
    this.#facts = facts
    const response = await request
    facts.status = response.status
    const requestId = requestIdOf(response.headers)
    if (requestId !== undefined) facts.requestId = requestId
    return response
  }

  /** Says how to count what is left out of its answer, since nobody knows what it says. */
  countsSkipped(skippedEvents: () => number): void {
    this.#skippedEvents = skippedEvents
  }

  get skippedEvents(): number {
    return this.#skippedEvents()
  }

  /** What is known of it, once it has failed: by this error where there is one. */
  failureBy(error?: unknown): CallFacts {
    return { ...readFailure(error, this.signal.aborted), ...this.#facts }
  }

  /**
   * Resolves when its connection is closed, or is idle after its whole response; at once where none
   * was opened. On HTTP/2 it is the request's own stream that is meant.
   */
  async closed(): Promise<void> {
    // undici tells of one that was aborted while it connects only when that is over; it never leaves.
    if (this.signal.aborted && this.#request?.sent === false) return
    await this.#request?.over
  }
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
