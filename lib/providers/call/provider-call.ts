import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { readFailure, requestIdOf, type CallFacts } from '@/lib/providers/errors/failed-call'
import type { FastLane } from '@/lib/providers/wires/fast-lane'

/** How many characters of an address's path are told, at most. */
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
  // A request that has a socket ends when the socket is closed.
  if (!inFlight?.socket) inFlight?.end()
})

/**
 * A call to a vendor, with every HTTP request that is made for it; the latest one counts. Requests
 * find their call by the asynchronous context, since the AI SDK hands nothing on to its `fetch`.
 */
export class ProviderCall {
  /** Aborts the call. */
  readonly signal: AbortSignal
  /** The way of its text past the AI SDK; none if all of it is to go through the SDK. */
  readonly lane: FastLane | undefined
  #request: RequestInFlight | undefined
  #facts: CallFacts = {}
  #skippedEvents = () => 0

  constructor(signal: AbortSignal, lane?: FastLane) {
    this.signal = signal
    this.lane = lane
  }

  /** The call for which the present work is done, if there is one. */
  static current(): ProviderCall | undefined {
    return currentCall.getStore()
  }

  /** Makes the requests of `work` known as those of this call. */
  run<Value>(work: () => Value): Value {
    return currentCall.run(this, work)
  }

  /** A request is made for this call, and waits for a connection. */
  requested(request: RequestInFlight): void {
    this.#request = request
  }

  /** Remembers the address of a request, and the status and the ID of its response. */
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

  /** Sets the count of events that are left out of the answer because nobody understands them. */
  countsSkipped(skippedEvents: () => number): void {
    this.#skippedEvents = skippedEvents
  }

  get skippedEvents(): number {
    return this.#skippedEvents()
  }

  /** The facts of the call once it has failed, with those of `error` if there is one. */
  failureBy(error?: unknown): CallFacts {
    return { ...readFailure(error, this.signal.aborted), ...this.#facts }
  }

  /**
   * Resolves when the call's connection is closed, or is idle after the whole response; at once if
   * none was opened. On HTTP/2 the request's own stream counts as its connection.
   */
  async closed(): Promise<void> {
    // undici reports such an abort only once connecting is over; the request is never sent.
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

/** An HTTP/2 connection goes on for other requests. */
function isShared(socket: Socket): boolean {
  return 'alpnProtocol' in socket && socket.alpnProtocol === 'h2'
}
