import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setImmediate, setTimeout as pause } from 'node:timers/promises'

export type Direction = 'request' | 'response'

/** What happens once so many bytes of one direction have passed, before the next one does. */
export type Fault = { direction: Direction; after: number } & (
  | { kind: 'reset' }
  | { kind: 'end' }
  /** Without a length, until it is resumed. */
  | { kind: 'stall'; milliseconds?: number }
  /** From here on in pieces of these lengths, over and over. */
  | { kind: 'split'; lengths: readonly number[] }
  /** From here on every piece takes so much longer. */
  | { kind: 'delay'; milliseconds: number }
)

/** One connection through the proxy: passes bytes on both ways, and breaks as it is told. */
export class FaultyConnection {
  /** How many bytes were passed on. */
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
      // Whichever side breaks off, the other is to know it.
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

  /** When it was broken off here, in epoch milliseconds; undefined while it was not. */
  get brokenAt(): number | undefined {
    return this.#brokenAt
  }

  /** Both sides get a TCP reset. */
  reset(): void {
    this.#brokenAt ??= Date.now()
    this.#close(resetAndDestroy)
  }

  /** Both sides get what was passed on, and then a clean end. */
  end(): void {
    this.#brokenAt ??= Date.now()
    this.#close((socket) => {
      socket.destroySoon()
    })
  }

  /** Passes nothing more on in this direction, and soon reads nothing more, until it is resumed. */
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

/** A request's head is in its first bytes; what follows has no such line. */
function asOldHttp(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(/ HTTP\/1\.1\r\n/, ' HTTP/1.0\r\n'), 'latin1')
}
