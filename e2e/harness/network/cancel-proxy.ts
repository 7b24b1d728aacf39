import { once } from 'node:events'
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import { createServer, type Server as SocketServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { CancelFault, CancelRecord, CutKind } from './cancel-fault'
import { forwardStreams, forwardWhole, readWhole, type WholeRequest } from './forward'

/** The faults of the network from now on. */
export type NetworkPlan = {
  /** The fault of each cancel, in the order of arrival. Cancels after the last have none. */
  cancels: readonly CancelFault[]
  /** How many milliseconds late the next question reaches the server. */
  sendDelay: number
}

const calm: NetworkPlan = { cancels: [], sendDelay: 0 }

/**
 * A network between a browser and the server, on a port of its own. It loses, delays, doubles and
 * reorders cancels as planned, never by chance, and can be cut. Everything else passes.
 */
export class CancelProxy {
  /** The cancels since the last plan was made. */
  records: CancelRecord[] = []
  readonly #serverPort: number
  readonly #http: Server
  readonly #listener: SocketServer
  readonly #port: number
  readonly #sockets = new Set<Socket>()
  /** Requests that are still on their way to the server, even if their senders have left. */
  readonly #underway = new Set<Promise<void>>()
  readonly #overtaken: (() => void)[] = []
  readonly #closed = new AbortController()
  #plan = calm
  #cut: CutKind | undefined

  private constructor(serverPort: number, listener: SocketServer, port: number) {
    this.#serverPort = serverPort
    this.#listener = listener
    this.#port = port
    this.#http = createHttpServer((incoming, outgoing) => {
      this.#handle(incoming, outgoing).catch(() => outgoing.destroy())
    })
    listener.on('connection', (socket) => {
      this.#take(socket)
    })
  }

  /** Passes on to the server on this port. */
  static async start(serverPort: number): Promise<CancelProxy> {
    const listener = createServer().listen(0, '127.0.0.1')
    await once(listener, 'listening')
    const address = listener.address()
    if (address === null || typeof address === 'string') throw new Error('not listening on a port')
    return new CancelProxy(serverPort, listener, address.port)
  }

  get url(): string {
    return `http://localhost:${this.#port}`
  }

  /**
   * Changes the plan for requests from now on, and forgets the records. Requests that are on their
   * way keep their faults.
   */
  prepare(plan: Partial<NetworkPlan>): void {
    this.#plan = { ...this.#plan, ...plan }
    this.records = []
  }

  /** Requests from now on have no faults. */
  calm(): void {
    this.#plan = calm
    this.restore()
  }

  /** Breaks all connections, and lets none through until `restore`. */
  cut(kind: CutKind): void {
    this.#cut = kind
    this.drop()
  }

  restore(): void {
    if (this.#cut === undefined) return
    this.#cut = undefined
    this.drop()
  }

  /** Breaks all connections. New ones are accepted. */
  drop(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  /** Resolves when no late request, and no copy of one, is on its way to the server any more. */
  async settled(): Promise<void> {
    while (this.#underway.size > 0) await Promise.all(this.#underway)
  }

  /** Accepts no more connections, breaks the open ones, and drops the requests on their way. */
  async close(): Promise<void> {
    this.#closed.abort()
    const closed = once(this.#listener, 'close')
    this.#listener.close()
    this.drop()
    await closed
  }

  #take(socket: Socket): void {
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
    // Browsers break connections off as they like.
    socket.on('error', () => {})
    switch (this.#cut) {
      case 'reset':
        socket.resetAndDestroy()
        break
      case 'hang':
        // The socket stays open, and nobody reads it.
        break
      case undefined:
        this.#http.emit('connection', socket)
    }
  }

  async #handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const path = incoming.url ?? ''
    const messageId = /^\/api\/messages\/([^/?]+)\/cancel$/.exec(path)?.[1]
    if (messageId !== undefined) return this.#handleCancel(messageId, incoming, outgoing)
    const { sendDelay } = this.#plan
    if (sendDelay === 0 || path !== '/api/chat') {
      return forwardStreams(this.#serverPort, incoming, outgoing)
    }
    this.#plan = { ...this.#plan, sendDelay: 0 }
    const send = await readWhole(incoming)
    return this.#track(async () => {
      await this.#wait(sendDelay)
      await this.#passOn(send, outgoing)
    })
  }

  async #handleCancel(
    messageId: string,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
  ): Promise<void> {
    const [fault = { kind: 'pass' as const }, ...rest] = this.#plan.cancels
    this.#plan = { ...this.#plan, cancels: rest }
    const cameAt = Date.now()
    const cancel = await readWhole(incoming)
    const record: CancelRecord = {
      messageId,
      body: cancel.body.toString(),
      fault,
      cameAt,
      passedAt: [],
      answered: undefined,
      givenUpAt: undefined,
    }
    this.records.push(record)
    outgoing.once('close', () => {
      if (!record.answered) record.givenUpAt = Date.now()
    })
    await this.#track(() => this.#happen(fault, { cancel, record, outgoing }))
  }

  async #happen(
    fault: CancelFault,
    of: { cancel: WholeRequest; record: CancelRecord; outgoing: ServerResponse },
  ): Promise<void> {
    const { cancel, record, outgoing } = of
    const pass = async (to: ServerResponse | undefined) => {
      record.passedAt.push(Date.now())
      const status = await this.#passOn(cancel, to)
      if (status !== undefined) record.answered = { status, at: Date.now() }
      for (const release of this.#overtaken.splice(0).toReversed()) release()
    }
    switch (fault.kind) {
      case 'pass':
        return pass(outgoing)
      case 'swallow':
        return
      case 'swallow-answer':
        return pass(undefined)
      case 'delay':
        await this.#wait(fault.milliseconds)
        return pass(outgoing)
      case 'double':
        await pass(outgoing)
        await this.#wait(fault.milliseconds)
        return pass(undefined)
      case 'overtake': {
        const { promise, resolve } = Promise.withResolvers<void>()
        this.#overtaken.push(resolve)
        await Promise.race([promise, this.#wait(fault.milliseconds)])
        return pass(outgoing)
      }
      case 'refuse': {
        const { status, retryAfterSeconds } = fault
        const headers = retryAfterSeconds !== undefined && { 'Retry-After': retryAfterSeconds }
        outgoing.writeHead(status, { 'Content-Type': 'text/plain', ...headers }).end('Bad gateway')
        record.answered = { status, at: Date.now() }
        return
      }
      case 'reset':
        outgoing.socket?.resetAndDestroy()
    }
  }

  /** Passes a request on. The status, if its sender still waited for the answer. */
  async #passOn(
    whole: WholeRequest,
    outgoing: ServerResponse | undefined,
  ): Promise<number | undefined> {
    const { status, headers, body } = await forwardWhole(this.#serverPort, whole)
    if (!outgoing || outgoing.destroyed) return undefined
    outgoing.writeHead(status, headers).end(body)
    return status
  }

  async #wait(milliseconds: number): Promise<void> {
    await pause(milliseconds, undefined, { signal: this.#closed.signal })
  }

  async #track(work: () => Promise<void>): Promise<void> {
    // A request that failed is over too: `settled` does not ask how.
    const running = work()
    const ended = running.catch(() => {})
    this.#underway.add(ended)
    try {
      await running
    } finally {
      this.#underway.delete(ended)
    }
  }
}
