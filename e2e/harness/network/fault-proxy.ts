import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { FaultyConnection, type Fault } from './faulty-connection'

export type { Fault } from './faulty-connection'

/** The faults of a line. */
export type LinePlan = {
  /** The faults of each connection, in the order of arrival. Later connections have none. */
  faults: readonly (readonly Fault[])[]
  /**
   * Makes every request HTTP/1.0, as nginx does by default: a connection carries one request, and a
   * clean end within a body looks like the end of the body.
   */
  oldHttp: boolean
}

/** A TCP proxy on a port of its own. It breaks connections as planned, never by chance. */
export class FaultProxy {
  readonly #server: Server
  readonly #port: number
  readonly #clients = new Set<Socket>()
  #plan: LinePlan = { faults: [], oldHttp: false }
  #connections: FaultyConnection[] = []

  private constructor(server: Server, port: number) {
    this.#server = server
    this.#port = port
  }

  /** Passes connections on to the server at this address. */
  static async start(target: string): Promise<FaultProxy> {
    const { hostname, port } = new URL(target)
    const server = createServer({ allowHalfOpen: true })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('not listening on a port')
    const proxy = new FaultProxy(server, address.port)
    server.on('connection', (client) => {
      proxy.#clients.add(client)
      client.once('close', () => proxy.#clients.delete(client))
      const drop = () => void client.destroy()
      client.once('error', drop)
      client.once('readable', () => {
        client.off('error', drop)
        // A connection that ended without a byte is readable too.
        if (client.readableLength === 0) drop()
        else
          proxy.#join(client, connect({ host: hostname, port: Number(port), allowHalfOpen: true }))
      })
    })
    return proxy
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /**
   * The connections since the plan was made, in the order of their first bytes: HTTP clients also
   * open connections that they never use.
   */
  get connections(): readonly FaultyConnection[] {
    return this.#connections
  }

  /** Sets the plan for new connections. Open ones keep their faults. */
  prepare(plan: Partial<LinePlan>): void {
    this.#plan = { faults: [], oldHttp: false, ...plan }
    this.#connections = []
  }

  #join(client: Socket, server: Socket): void {
    const { faults, oldHttp } = this.#plan
    const own = faults[this.#connections.length] ?? []
    this.#connections.push(new FaultyConnection(client, server, own, oldHttp))
  }

  /** Accepts no more connections, and breaks the open ones. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const client of this.#clients) client.destroy()
    await closed
  }
}
