import { FullstopError } from '@/lib/contract/fullstop-error'

/** How many streams may run at once. */
export type StreamCapacity = { perPerson: number; perServer: number }

type RunningCounts = { ofPerson: number; inAll: number }

/** How soon to try again, in seconds: about one answer's time. */
const RETRY_AFTER_SECONDS = 10

/** Counts the places of streams that are about to start, so that several at once cannot share one. */
export class StreamPlaces {
  readonly #capacity: StreamCapacity
  readonly #reserved = new Map<symbol, string>()

  constructor(capacity: StreamCapacity) {
    this.#capacity = capacity
  }

  /** Whether there is a place beside the running streams. */
  hasRoom(personId: string, running: RunningCounts): boolean {
    return this.#exceeded(personId, running) === undefined
  }

  /**
   * Holds a place beside the running streams until it is released. Throws `too_many_streams`,
   * naming the limit, when there is none.
   */
  reserve(personId: string, running: RunningCounts): { release(): void } {
    const limit = this.#exceeded(personId, running)
    if (limit !== undefined) throw tooMany(limit)
    const place = Symbol('place')
    this.#reserved.set(place, personId)
    return {
      release: () => {
        this.#reserved.delete(place)
      },
    }
  }

  /** The limit that one more stream would exceed. */
  #exceeded(personId: string, running: RunningCounts): number | undefined {
    const { perPerson, perServer } = this.#capacity
    const reserved = [...this.#reserved.values()]
    const ofPerson = reserved.filter((id) => id === personId).length
    if (running.ofPerson + ofPerson >= perPerson) return perPerson
    return running.inAll + reserved.length >= perServer ? perServer : undefined
  }
}

function tooMany(limit: number): FullstopError {
  return new FullstopError(
    'too_many_streams',
    `At most ${limit} answers can stream at once. Stop one, or wait for one to end.`,
    { limit, retryAfterSeconds: RETRY_AFTER_SECONDS },
  )
}
