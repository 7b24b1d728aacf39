import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setImmediate, setTimeout as pause } from 'node:timers/promises'

export type Direction = 'request' | 'response'

/** A fault that happens once `after` bytes of one direction have passed, and before the next. */
export type Fault = { direction: Direction; after: number } & (
  | { kind: 'reset' }
  | { kind: 'end' }
  /** Without `milliseconds`, the stall lasts until `resume`. */
  | { kind: 'stall'; milliseconds?: number }
  /** Bytes pass in pieces of these lengths from here on, over and over. */
  | { kind: 'split'; lengths: readonly number[] }
  /** Every piece takes this much longer from here on. */
  | { kind: 'delay'; milliseconds: number }
)

/** One connection through the proxy: passes bytes on in both directions, and breaks as planned. */
export class FaultyConnection {
  /** How many bytes have passed. */
  readonly passed: Record<Direction, number> = { request: 0, response: 0 }
  readonly #client: Socket
  readonly #server: Socket
  readonly #closed = new AbortController()
  readonly #stalled: Partial<Record<Direction, PromiseWithResolvers<void>>> = {}
  #brokenAt: number | undefined

  constructor(client: Socket, server: Socket, faults: readonly Fault[], oldHttp: boolean) {
    this.#client = client
    this.#server = server
    for (const socket of [client, server]) {
      socket.setNoDelay()
      // Whichever side breaks off, the other must know it.
      socket.on('error', () => this.#close(resetAndDestroy))
    }
    client.once('close', () => this.#close(destroy))
    const pass = (direction: Direction) => {
      const own = faults.filter((fault) => fault.direction === direction)
      const sorted = own.toSorted((one, other) => one.after - other.after)
      this.#pass(direction, sorted, oldHttp && direction === 'request').catch(() =>
        this.#close(resetAndDestroy),
      )
    }
    pass('request')
    pass('response')
  }

  /** When the proxy broke the connection off, in epoch milliseconds; undefined if it did not. */
  get brokenAt(): number | undefined {
    return this.#brokenAt
  }

  /** Both sides get a TCP reset. */
  reset(): void {
    this.#brokenAt ??= Date.now()
    this.#close(resetAndDestroy)
  }

  /** Both sides get the bytes that have passed, and then a clean end. */
  end(): void {
    this.#brokenAt ??= Date.now()
    this.#close((socket) => {
      socket.destroySoon()
    })
  }

  /** Passes nothing in this direction, and soon reads nothing more, until `resume`. */
  stall(direction: Direction): void {
    this.#stalled[direction] ??= Promise.withResolvers()
  }

  resume(direction: Direction): void {
    this.#stalled[direction]?.resolve()
    delete this.#stalled[direction]
  }

  async #pass(direction: Direction, faults: Fault[], oldHttp: boolean): Promise<void> {
    const [from, to] =
      direction === 'request' ? [this.#client, this.#server] : [this.#server, this.#client]
    const signal = this.#closed.signal
    let lengths: readonly number[] = []
    let delay = 0
    let pieces = 0
    const source: AsyncIterable<Buffer> = from.iterator({ destroyOnReturn: false })
    for await (const bytes of source) {
      let rest = oldHttp ? asOldHttp(bytes) : bytes
      while (rest.length > 0) {
        const passed = this.passed[direction]
        if (faults[0] && faults[0].after <= passed) {
          const fault = faults.shift()
          if (fault?.kind === 'split') lengths = fault.lengths
          else if (fault?.kind === 'delay') delay = fault.milliseconds
          else if (fault) this.#happen(fault)
        }
        await this.#stalled[direction]?.promise
        if (signal.aborted) return
        if (faults[0] && faults[0].after <= passed) continue
        const untilFault = (faults[0]?.after ?? Infinity) - passed
        const length = Math.min(untilFault, lengths[pieces % lengths.length] ?? Infinity)
        if (delay > 0) await pause(delay, undefined, { signal })
        else if (lengths.length > 0) await setImmediate(undefined, { signal })
        const piece = rest.subarray(0, length)
        if (!to.write(piece)) await once(to, 'drain', { signal })
        this.passed[direction] += piece.length
        rest = rest.subarray(piece.length)
        pieces += 1
      }
    }
    to.end()
  }

  #happen(fault: Extract<Fault, { kind: 'reset' | 'end' | 'stall' }>): void {
    switch (fault.kind) {
      case 'reset':
        return this.reset()
      case 'end':
        return this.end()
      case 'stall':
        this.stall(fault.direction)
        if (fault.milliseconds === undefined) return
        setTimeout(() => {
          this.resume(fault.direction)
        }, fault.milliseconds)
    }
  }

  #close(close: (socket: Socket) => void): void {
    if (this.#closed.signal.aborted) return
    this.#closed.abort()
    this.resume('request')
    this.resume('response')
    close(this.#client)
    close(this.#server)
  }
}

const destroy = (socket: Socket) => void socket.destroy()
const resetAndDestroy = (socket: Socket) => void socket.resetAndDestroy()

/** The request line is in the first bytes. Later bytes contain no such line. */
function asOldHttp(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(/ HTTP\/1\.1\r\n/, ' HTTP/1.0\r\n'), 'latin1')
}
