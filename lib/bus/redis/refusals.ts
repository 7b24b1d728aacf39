import { describeError, type Log } from '@/lib/platform/log'

/** The most types whose refusal is told: another server may send any. */
const MOST_TYPES = 20

/** Tells the operator once of each kind of news that is refused, by this server or by Redis. */
export class Refusals {
  readonly #log: Log
  readonly #toldTypes = new Set<string>()
  #toldOfRedis = false

  constructor(log: Log) {
    this.#log = log
  }

  /** This server cannot read news of this type. */
  ofNews(type: unknown): void {
    // Only a name, since a damaged one may be the text of a conversation.
    const name = typeof type === 'string' && /^[a-z-]{1,40}$/.test(type) ? type : 'unknown'
    if (this.#toldTypes.has(name) || this.#toldTypes.size >= MOST_TYPES) return
    this.#toldTypes.add(name)
    this.#log.warn(
      { type: name },
      'news of another server was refused: it is damaged, or of another version',
    )
  }

  /** Redis has answered with an error. That it does not answer is told where it is connected. */
  ofRedis(error: unknown): void {
    if (this.#toldOfRedis || !(error instanceof Error) || error.name !== 'ReplyError') return
    this.#toldOfRedis = true
    this.#log.warn({ error: describeError(error) }, 'Redis refuses what servers tell one another')
  }
}
