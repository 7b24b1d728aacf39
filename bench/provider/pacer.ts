import { now } from '../system/clock.ts'

/** Sends the token that is due. False when there are no more. */
type Send = (dueAt: number) => boolean
type Turn = { dueAt: number; send: Send }

/** The golden ratio's fraction: any number of its multiples fall evenly into an interval. */
const SPREAD = (Math.sqrt(5) - 1) / 2

/**
 * One timer for all streams, though each sends at its own moments: streams of one rate wait in one
 * line, and a stream that has sent goes to the end of the line.
 */
export class Pacer {
  readonly #lines = new Map<number, Turn[]>()
  #timer: NodeJS.Timeout | undefined
  #wakesAt = Infinity
  #added = 0

  /** Calls `send` at `firstAt` (shared clock), then every `interval` ms, at a phase of its own. */
  add(firstAt: number, interval: number, send: Send): void {
    this.#added += 1
    const phase = ((this.#added * SPREAD) % 1) * interval
    this.#enter(interval, {
      dueAt: firstAt,
      send: (dueAt) => {
        if (send(dueAt)) this.#enter(interval, { dueAt: firstAt + phase + interval / 2, send })
        return false
      },
    })
    this.#schedule()
  }

  #enter(interval: number, turn: Turn): void {
    const line = this.#lines.get(interval) ?? []
    this.#lines.set(interval, line)
    const place = line.findLastIndex(({ dueAt }) => dueAt <= turn.dueAt)
    line.splice(place + 1, 0, turn)
  }

  #schedule(): void {
    let next = Infinity
    for (const line of this.#lines.values()) next = Math.min(next, line[0]?.dueAt ?? Infinity)
    if (next >= this.#wakesAt) return
    clearTimeout(this.#timer)
    this.#wakesAt = next
    this.#timer = setTimeout(() => this.#fire(), Math.max(1, Math.ceil(next - now())))
  }

  #fire(): void {
    this.#wakesAt = Infinity
    const moment = now()
    for (const [interval, line] of this.#lines) {
      for (let turn = line[0]; turn && turn.dueAt <= moment; turn = line[0]) {
        line.shift()
        if (!turn.send(turn.dueAt)) continue
        turn.dueAt += interval
        line.push(turn)
      }
      if (line.length === 0) this.#lines.delete(interval)
    }
    this.#schedule()
  }
}
