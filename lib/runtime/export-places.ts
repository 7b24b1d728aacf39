import { FullstopError } from '@/lib/contract/fullstop-error'

/** The most downloads of chats at once: each holds a part of its chats in memory. */
const OF_PERSON = 2
const OF_SERVER = 20

/** Counts the downloads that run. */
export class ExportPlaces {
  readonly #taken = new Map<symbol, string>()

  /** Takes a place until the result is called. Throws `rate_limited` where there is none. */
  take(personId: string): () => void {
    const own = [...this.#taken.values()].filter((id) => id === personId).length
    const limit = own >= OF_PERSON ? OF_PERSON : this.#taken.size >= OF_SERVER ? OF_SERVER : 0
    if (limit > 0) {
      throw new FullstopError(
        'rate_limited',
        `At most ${limit} downloads can run at once. Wait for one to finish.`,
        { limit, retryAfterSeconds: 10 },
      )
    }
    const place = Symbol('place')
    this.#taken.set(place, personId)
    return () => {
      this.#taken.delete(place)
    }
  }
}
