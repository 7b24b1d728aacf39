import type { Clock } from '@/lib/platform/clock'
import type { RedisConnections } from '@/lib/redis/connect-to-redis'
import { MOST_CHARACTERS, sealEnvelope, type Envelope } from './envelope'

/** The most that may be on its way to all channels together, in UTF-16 code units. */
const MOST_ON_ITS_WAY = 8 * MOST_CHARACTERS

type OutboxOptions = {
  serverId: string
  commands: RedisConnections['commands']
  clock: Pick<Clock, 'monotonic'>
  /** The channel on which every server is told that news of this one was lost. */
  allServers: string
  onRefused: (error: unknown) => void
}

/**
 * What this server sends to channels. One envelope is on its way to a channel at a time, and what comes
 * meanwhile goes together in the next one. What cannot be sent at once is lost, and the other servers are
 * told so as soon as anything can be sent.
 */
export class Outbox {
  readonly #options: OutboxOptions
  /** What waits for the envelope that is on its way to the channel. */
  readonly #waiting = new Map<string, string[]>()
  #onItsWay = 0
  #number = 0
  #lostSince: number | undefined

  constructor(options: OutboxOptions) {
    this.#options = options
  }

  /** Sends a piece of news, or loses it. Never throws. */
  post(channel: string, news: object): void {
    const piece = JSON.stringify(news)
    if (piece.length > MOST_CHARACTERS || this.#onItsWay + piece.length > MOST_ON_ITS_WAY) {
      this.#lose()
      return
    }
    this.#onItsWay += piece.length
    const waiting = this.#waiting.get(channel)
    if (waiting) waiting.push(piece)
    else void this.#sendAll(channel, piece)
  }

  /** Sends an envelope without news, which nobody misses if it is lost. */
  async beat(channel: string): Promise<void> {
    if (await this.#publish(channel, {}, [])) await this.#tellLoss()
  }

  async #sendAll(channel: string, first: string): Promise<void> {
    const waiting = [first]
    this.#waiting.set(channel, waiting)
    while (waiting.length > 0) {
      const pieces = takeFitting(waiting)
      if (await this.#publish(channel, {}, pieces)) await this.#tellLoss()
      else this.#lose()
      this.#onItsWay -= lengthOf(pieces)
    }
    this.#waiting.delete(channel)
  }

  /** Tells the other servers what was lost before, if anything was. */
  async #tellLoss(): Promise<void> {
    const { allServers, clock } = this.#options
    const since = this.#lostSince
    if (since === undefined) return
    this.#lostSince = undefined
    const told = await this.#publish(allServers, { lostFor: clock.monotonic() - since }, [])
    if (!told) this.#lostSince = since
  }

  /** Whether Redis has taken it. */
  async #publish(
    channel: string,
    head: Pick<Envelope, 'lostFor'>,
    pieces: readonly string[],
  ): Promise<boolean> {
    const { commands, serverId, onRefused } = this.#options
    // The client would reject it, too, but an outage costs less without an error for each.
    if (commands.status !== 'ready') return false
    this.#number += 1
    const envelope = sealEnvelope({ from: serverId, number: this.#number, ...head }, pieces)
    try {
      await commands.publish(channel, envelope)
      return true
    } catch (error) {
      onRefused(error)
      return false
    }
  }

  #lose(): void {
    this.#lostSince ??= this.#options.clock.monotonic()
  }
}

function lengthOf(pieces: readonly string[]): number {
  return pieces.reduce((length, piece) => length + piece.length, 0)
}

/** Takes the first pieces that fit into one envelope. */
function takeFitting(waiting: string[]): string[] {
  let length = 0
  const tooMany = waiting.findIndex((piece) => (length += piece.length) > MOST_CHARACTERS)
  return waiting.splice(0, tooMany === -1 ? waiting.length : tooMany)
}
