import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { FaultyConnection, type Fault } from './faulty-connection'

export type { Fault } from './faulty-connection'

/** What is to happen to the connections of a line. */
export type LinePlan = {
  /** Of each connection in the order in which they come; those after the last have none. */
  faults: readonly (readonly Fault[])[]
  /**
   * Makes HTTP/1.0 of every request, as nginx does unless told otherwise: a connection carries one
   * of them, and a clean end within a body looks like the end of the body.
   */
  oldHttp: boolean
}

/** A TCP proxy on a port of its own. It breaks what it is told to, and nothing by chance. */
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
        // At its end there is nothing to read.
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
   * Those that came since the plan was made, in that order, and each from its first byte on: HTTP
   * clients open some that they never use.
   */
  get connections(): readonly FaultyConnection[] {
    return this.#connections
  }

  /** Makes the plan for the connections to come; those that there are go on under their own. */
  prepare(plan: Partial<LinePlan>): void {
    this.#plan = { faults: [], oldHttp: false, ...plan }
    this.#connections = []
  }

  #join(client: Socket, server: Socket): void {
    const { faults, oldHttp } = this.#plan
    const own = faults[this.#connections.length] ?? []
    this.#connections.push(new FaultyConnection(client, server, own, oldHttp))
  }

  /** Takes no more connections, and drops those that there are. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const client of this.#clients) client.destroy()
    await closed
  }
}
