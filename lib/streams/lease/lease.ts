import { LEASE_MS, type ServerState, type ServerStore } from '@/lib/db/servers'
import type { Clock } from '@/lib/platform/clock'
import { describeError, type Log } from '@/lib/platform/log'

const RENEW_EVERY_MS = 1_000

/**
 * After a pause of this length, in milliseconds, the process may have been taken for dead. The lease
 * would be over a little later, and by the database's clock.
 */
const LONG_PAUSE_MS = 2_000

/** A moment by both clocks. */
type Moment = { now: number; monotonic: number }

type LeaseOptions = {
  servers: Pick<ServerStore, 'renew' | 'leave'>
  serverId: string
  clock: Clock
  log: Log
  state: () => ServerState
  /** Called with each renewal: whether other servers say that they hear nothing. */
  onOthers: (othersAreDeaf: boolean) => void
  /** Called when this server was not heard of for so long that others may have ended its streams. */
  onDoubt: () => void
}

/** Tells the other servers of a database, again and again, that this one lives. */
export class Lease {
  readonly #options: LeaseOptions
  /** When it was renewed last. */
  #renewedAt: Moment = { now: -Infinity, monotonic: -Infinity }
  /** Since when every renewal has succeeded in time, by the monotonic clock. */
  #unbrokenSince = Infinity
  #isKept = false
  #callOff = () => {}

  constructor(options: LeaseOptions) {
    this.#options = options
  }

  /** Takes the lease and keeps it. Throws where the database cannot be reached. */
  async keep(): Promise<void> {
    this.#isKept = true
    await this.#renew()
    this.#renewLater()
  }

  /**
   * Whether this server has reached the database for a whole lease without a break, up to now. If not,
   * others may seem dead only since nobody reached it.
   */
  get isWitness(): boolean {
    const unbrokenFor = this.#options.clock.monotonic() - this.#unbrokenSince
    return this.#sinceRenewal <= LONG_PAUSE_MS && unbrokenFor > LEASE_MS
  }

  /**
   * Resolves once the lease surely holds: a process that stood still renews it before it begins anything
   * that others may only touch once it is over. Throws where the database cannot be reached.
   */
  async confirm(): Promise<void> {
    if (this.#sinceRenewal <= LONG_PAUSE_MS) return
    // The connection may have died while the process stood still: a second try has a new one.
    await this.#renew().catch(() => this.#renew())
  }

  /** Gives the lease up: nobody waits for it to end. */
  async leave(): Promise<void> {
    this.#isKept = false
    this.#callOff()
    const { servers, serverId, log } = this.#options
    await servers.leave(serverId).catch((error: unknown) => {
      log.warn({ error: describeError(error) }, 'the lease could not be given up, and runs out')
    })
  }

  #renewLater(): void {
    this.#callOff = this.#options.clock.after(RENEW_EVERY_MS, () => void this.#renewAgain())
  }

  async #renewAgain(): Promise<void> {
    try {
      await this.#renew()
    } catch (error) {
      // One line is enough for a database that is away for long.
      if (this.#unbrokenSince !== Infinity) {
        this.#options.log.warn({ error: describeError(error) }, 'the lease could not be renewed')
      }
      this.#unbrokenSince = Infinity
    }
    if (this.#isKept) this.#renewLater()
  }

  async #renew(): Promise<void> {
    const { servers, serverId, state, clock, onOthers, onDoubt } = this.#options
    const isFirst = this.#renewedAt.monotonic === -Infinity
    const wasLate = this.#sinceRenewal > LONG_PAUSE_MS
    // From here on: the process may stand still until the answer is there, while the lease runs out.
    const askedAt = { now: clock.now(), monotonic: clock.monotonic() }
    const { othersAreDeaf } = await servers.renew(serverId, state())
    onOthers(othersAreDeaf)
    this.#renewedAt = askedAt
    const wasLong = wasLate || this.#sinceRenewal > LONG_PAUSE_MS
    const monotonic = clock.monotonic()
    this.#unbrokenSince = wasLong ? monotonic : Math.min(this.#unbrokenSince, monotonic)
    if (wasLong && !isFirst) onDoubt()
  }

  /** By whichever clock says more: the monotonic one may stand still with the process. */
  get #sinceRenewal(): number {
    const { clock } = this.#options
    const { now, monotonic } = this.#renewedAt
    return Math.max(clock.now() - now, clock.monotonic() - monotonic)
  }
}
