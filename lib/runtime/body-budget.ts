import { busyError } from '@/lib/contract/fullstop-error'

/** What all bodies together may hold that are being read, in bytes, and those of one address. */
const MOST_BYTES = 64 * 1024 * 1024
const MOST_BYTES_AN_ADDRESS = 16 * 1024 * 1024

/** What a body costs of which nothing has come yet: its connection, and what waits behind it. */
const LEAST_BYTES = 64 * 1024

/** What one body holds of the budget. */
export type BodyShare = {
  /** So many bytes of it have come. Throws `unavailable` where there is no room for more. */
  grow(bytes: number): void
  /** It is understood, or dropped. */
  release(): void
}

/**
 * The bytes of bodies that are in memory and not understood yet. An address that sends many at once,
 * or slowly, uses up its own share, and nobody else's.
 */
export class BodyBudget {
  readonly #heldBy = new Map<string, number>()
  #held = 0

  /** A share for a body that is about to be read. Throws `unavailable`. */
  open(address = 'unknown'): BodyShare {
    let held = 0
    const hold = (bytes: number) => {
      this.#take(address, bytes)
      held += bytes
    }
    hold(LEAST_BYTES)
    return {
      grow: (bytes) => {
        if (bytes > held) hold(bytes - held)
      },
      release: () => {
        this.#take(address, -held)
        held = 0
      },
    }
  }

  #take(address: string, bytes: number): void {
    const heldHere = (this.#heldBy.get(address) ?? 0) + bytes
    const held = this.#held + bytes
    if (bytes > 0 && (held > MOST_BYTES || heldHere > MOST_BYTES_AN_ADDRESS)) throw busyError()
    this.#held = held
    if (heldHere === 0) this.#heldBy.delete(address)
    else this.#heldBy.set(address, heldHere)
  }
}
