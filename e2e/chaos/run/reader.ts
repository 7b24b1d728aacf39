import { setTimeout as pause } from 'node:timers/promises'
import type { FaultProxy } from '../../harness/network/fault-proxy'
import type { ConnectionHistory, ReaderHistory } from '../history/history'
import type { Visit } from '../plan/plan'
import { readConnection, type ConnectionOptions } from './read-connection'

/** More connections than any plan can break off. */
const MOST_CONNECTIONS = 30

export type ReaderOptions = Pick<ConnectionOptions, 'open' | 'read'> & {
  history: ReaderHistory
  visits?: readonly Visit[]
  /** The line that only this reader goes through, if any. */
  line?: FaultProxy | undefined
  /** A cursor that the reader has from before. */
  after?: string | undefined
  /** Aborts when the answer has ended. A reader that is not told of the end in time leaves then. */
  over?: { signal: AbortSignal; longestWait: number }
  /** The answer is deleted: only readers that are connected then are told of its end. */
  isDeleted?: boolean
}

/** Reads as planned: leaves or is broken off, and goes on where it was. */
export class Reader {
  /** Resolves at the first response, or at the end if none came. */
  readonly opened: Promise<void>
  readonly finished: Promise<ReaderHistory>
  readonly #options: ReaderOptions
  readonly #opening = Promise.withResolvers<void>()
  #lastEventId: string | undefined

  constructor(options: ReaderOptions) {
    this.#options = options
    this.#lastEventId = options.after
    this.opened = this.#opening.promise
    this.finished = this.#readToTheEnd().finally(this.#opening.resolve)
    // A caller may await `finished` only a while after an error, which must not count as unhandled.
    this.finished.catch(() => {})
  }

  async #readToTheEnd(): Promise<ReaderHistory> {
    const { history, visits = [], over } = this.#options
    const { connections } = history
    const ahead = [...visits]
    for (;;) {
      if (connections.length > MOST_CONNECTIONS) throw new Error(`P6 ${history.name} cannot read`)
      const visit = ahead[0]
      const connection = await this.#readOnce(visit)
      connections.push(connection)
      if (connection.end === 'broken' || connection.end === 'ended') continue
      const isOver = over?.signal.aborted === true
      if (connection.end !== 'left' || visit?.away === undefined || isOver) return history
      ahead.shift()
      await pause(visit.away)
    }
  }

  async #readOnce(visit: Visit | undefined): Promise<ConnectionHistory> {
    const { open, read, line, over } = this.#options
    const after = this.#lastEventId
    const earlier = line?.connections.length ?? 0
    const connection = await readConnection({
      open,
      read,
      after,
      leaves: visit?.leaves,
      onOpen: this.#opening.resolve,
      onEventId: (id) => {
        this.#lastEventId = id
      },
      over: over && { ...over, isTold: (seen) => this.#isTold(seen, after) },
    })
    // The line knows that it broke a connection off before its client does. Tries without an answer had
    // connections of their own.
    const brokenAt = line?.connections.slice(earlier).at(-1)?.brokenAt
    if (brokenAt === undefined) return connection
    const closedAt = Math.min(connection.closedAt, brokenAt)
    return { ...connection, closedAt, brokenByLine: true }
  }

  /** The end is told to a reader that saw an event, or came first and always had a cursor since. */
  #isTold(seen: readonly unknown[], after: string | undefined): boolean {
    const { isDeleted, history } = this.#options
    if (isDeleted === true) return false
    const { connections, isThereFirst } = history
    if (seen.length > 0 || connections.some(({ events }) => events.length > 0)) return true
    const [first, ...later] = connections
    if (!first) return isThereFirst
    const afters = [...later.map((connection) => connection.after), after]
    return isThereFirst && first.openedAt !== undefined && !afters.includes(undefined)
  }
}
