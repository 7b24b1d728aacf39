import { FullstopError } from '@/lib/contract/fullstop-error'

/** How many streams may run at once. */
export type StreamCapacity = { perPerson: number; perServer: number }

/** How soon to try again, in seconds: about one answer's time. */
const RETRY_AFTER_SECONDS = 10

/** Counts the places of streams that are about to start, so that several at once cannot share one. */
export class StreamPlaces {
  readonly #capacity: StreamCapacity
  readonly #reserved = new Map<symbol, string>()

  constructor(capacity: StreamCapacity) {
    this.#capacity = capacity
  }

  /**
   * Holds a place beside the running streams until it is released. Throws `too_many_streams`,
   * naming the limit, when there is none.
   */
  reserve(personId: string, running: { ofPerson: number; inAll: number }): { release(): void } {
    const { perPerson, perServer } = this.#capacity
    const reserved = [...this.#reserved.values()]
    const ofPerson = reserved.filter((id) => id === personId).length
    if (running.ofPerson + ofPerson >= perPerson) throw tooMany(perPerson)
    if (running.inAll + reserved.length >= perServer) throw tooMany(perServer)
    const place = Symbol('place')
    this.#reserved.set(place, personId)
    return {
      release: () => {
        this.#reserved.delete(place)
      },
    }
  }
}

function tooMany(limit: number): FullstopError {
  return new FullstopError(
    'too_many_streams',
    `At most ${limit} answers can stream at once. Stop one, or wait for one to end.`,
    { limit, retryAfterSeconds: RETRY_AFTER_SECONDS },
  )
}
