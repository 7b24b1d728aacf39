import type { Sender } from '@/lib/budgets/sender'
import { FullstopError } from '@/lib/contract/fullstop-error'

/** How many streams may run at once. */
export type StreamCapacity = { perPerson: number; perServer: number }

/** How soon to try again, in seconds: about one answer's time. */
const RETRY_AFTER_SECONDS = 10

/**
 * Counts the places of streams that are about to start, so that several at once cannot share one.
 * Guests together have half of the server's places at most, one address a quarter, but at least as
 * many as one person: so there is room for others. The owner has room in a full server, too.
 */
export class StreamPlaces {
  readonly #capacity: StreamCapacity
  readonly #reserved = new Map<symbol, Sender>()

  constructor(capacity: StreamCapacity) {
    this.#capacity = capacity
  }

  /** Whether there is a place beside the running streams, which are told by who sent them. */
  hasRoom(sender: Sender, running: readonly Sender[]): boolean {
    return this.#exceeded(sender, running) === undefined
  }

  /**
   * Holds a place beside the running streams until it is released. Throws `too_many_streams`,
   * naming the limit, when there is none.
   */
  reserve(sender: Sender, running: readonly Sender[]): { release(): void } {
    const limit = this.#exceeded(sender, running)
    if (limit !== undefined) throw tooMany(limit)
    const place = Symbol('place')
    this.#reserved.set(place, sender)
    return {
      release: () => {
        this.#reserved.delete(place)
      },
    }
  }

  /** The limit that one more stream would exceed. */
  #exceeded({ id, guest, admin, address }: Sender, running: readonly Sender[]): number | undefined {
    const { perPerson, perServer } = this.#capacity
    const taken = [...running, ...this.#reserved.values()]
    const isFull = (limit: number, counts: (other: Sender) => boolean) =>
      taken.filter(counts).length >= limit ? limit : undefined
    const own = isFull(perPerson, (other) => other.id === id)
    if (own !== undefined || admin) return own
    const ofAddress = Math.max(perPerson, Math.floor(perServer / 4))
    const ofGuests = Math.max(1, Math.floor(perServer / 2))
    return (
      isFull(perServer, () => true) ??
      (guest ? isFull(ofGuests, (other) => other.guest) : undefined) ??
      (address === undefined ? undefined : isFull(ofAddress, (other) => other.address === address))
    )
  }
}

function tooMany(limit: number): FullstopError {
  return new FullstopError(
    'too_many_streams',
    `At most ${limit} answers can stream at once. Stop one, or wait for one to end.`,
    { limit, retryAfterSeconds: RETRY_AFTER_SECONDS },
  )
}
