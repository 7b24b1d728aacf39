import { busyError } from '@/lib/contract/fullstop-error'

/** In bytes. `least` is the cost of a body of which nothing has come yet: its connection, and more. */
type BodyLimits = { most: number; mostAnAddress: number; least: number }

const KB = 1024
const MB = 1024 * KB

/** The limits of each kind of call. Each has room of its own, so that none keeps the others out. */
const limitsOf = {
  /** Calls by people and programs that are known. */
  calls: { most: 64 * MB, mostAnAddress: 16 * MB, least: 64 * KB },
  /** Stops are small, and must get through. */
  stops: { most: 16 * MB, mostAnAddress: 4 * MB, least: 8 * KB },
  /** Calls to sign in, by anybody. */
  signIns: { most: 16 * MB, mostAnAddress: 2 * MB, least: 64 * KB },
} satisfies Record<string, BodyLimits>

export type BodyBudgets = Record<keyof typeof limitsOf, BodyBudget>

export function createBodyBudgets(): BodyBudgets {
  return {
    calls: new BodyBudget(limitsOf.calls),
    stops: new BodyBudget(limitsOf.stops),
    signIns: new BodyBudget(limitsOf.signIns),
  }
}

/** The share of one body in the budget. */
export type BodyShare = {
  /** Takes the number of bytes that have come so far. Throws `unavailable` where there is no more room. */
  grow(bytes: number): void
  /** Called when the body is parsed or dropped. */
  release(): void
}

/**
 * The bytes of bodies that are in memory and not parsed yet. An address that sends many at once, or
 * slowly, uses up its own share, and nobody else's.
 */
export class BodyBudget {
  readonly #limits: BodyLimits
  readonly #heldBy = new Map<string, number>()
  #held = 0

  constructor(limits: BodyLimits) {
    this.#limits = limits
  }

  /** A share for a body that is about to be read. Throws `unavailable`. */
  open(address = 'unknown'): BodyShare {
    let held = 0
    const hold = (bytes: number) => {
      this.#take(address, bytes)
      held += bytes
    }
    hold(this.#limits.least)
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
    const { most, mostAnAddress } = this.#limits
    if (bytes > 0 && (held > most || heldHere > mostAnAddress)) throw busyError()
    this.#held = held
    if (heldHere === 0) this.#heldBy.delete(address)
    else this.#heldBy.set(address, heldHere)
  }
}
