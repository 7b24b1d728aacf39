import type { IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import type { Books, Call } from './call.ts'
import { epochNow } from './clock.ts'
import { Gate } from './gate.ts'

const MOST_CALLS = 2000
const MOST_REFUSALS = 100

type Entry = { call: Call; gate: Gate }

type Question = {
  key: string | undefined
  hold: number | undefined
  wire: string
  model: string
  messages: unknown[]
  system: string | null
  headers: IncomingHttpHeaders
}

/** Keeps the books: the last 2000 calls, and the sockets that carry them. */
export class Ledger {
  #entries: Entry[] = []
  #refusals: string[] = []
  readonly #open = new Set<Call>()
  readonly #sockets = new Set<Socket>()
  #count = 0

  /** Opens the page of a new call. It counts as open until `leave`. */
  enter({ key, hold, headers, ...question }: Question): Entry {
    this.#count += 1
    const name = key ?? `call-${this.#count}`
    const call: Call = {
      ...question,
      number: this.#count,
      key: name,
      attempt: (this.find(name)?.call.attempt ?? 0) + 1,
      headers: plainHeaders(headers),
      startedAt: epochNow(),
      headersSentAt: null,
      status: null,
      tokens: [],
      text: '',
      reasoningText: '',
      held: false,
      open: true,
      finishedAt: null,
      closedAt: null,
      abortedByClient: false,
      tokensAfterClose: 0,
    }
    const entry = { call, gate: new Gate(hold) }
    this.#entries = [...this.#entries.slice(1 - MOST_CALLS), entry]
    this.#open.add(call)
    return entry
  }

  leave(call: Call): void {
    this.#open.delete(call)
  }

  refuse(reason: string): void {
    this.#refusals = [...this.#refusals.slice(1 - MOST_REFUSALS), reason]
  }

  watch(socket: Socket): void {
    if (this.#sockets.has(socket)) return
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
  }

  /** The latest call under a key. */
  find(key: string): Entry | undefined {
    return this.#entries.findLast(({ call }) => call.key === key)
  }

  read(): Books {
    return {
      calls: this.#entries.map(({ call }) => call),
      refusals: this.#refusals,
      openCalls: this.#open.size,
      openConnections: this.#sockets.size,
    }
  }

  /** Forgets all calls and refusals. Calls that are still open go on. */
  clear(): void {
    this.#entries = []
    this.#refusals = []
  }
}

function plainHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]),
  )
}
