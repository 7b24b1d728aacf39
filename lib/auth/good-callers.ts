import { createHash } from 'node:crypto'
import type { Clock } from '@/lib/platform/clock'
import type { Caller } from './person'

/** How long a caller is remembered after the look-up, in milliseconds. */
const GOOD_FOR_MS = 60_000

/** Beyond this number the oldest are forgotten. */
const MOST_CALLERS = 10_000

/**
 * Callers whose session or API key was good a moment ago in this process: for a stop, which must not wait
 * for a database, and for a look-up that need not prove a cookie again. Only a hash of each is kept.
 */
export class GoodCallers {
  readonly #clock: Clock
  /** By the hash of the credential, the latest look-up last. */
  readonly #callers = new Map<string, { caller: Caller; until: number }>()
  #endedCredentials = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * Passes on the caller that `lookUp` finds, and remembers them; forgets the credential if there is none.
   * `lookUp` is told who had the credential within the last minute.
   */
  async watch(
    credential: string,
    lookUp: (remembered: Caller | undefined) => Promise<Caller | undefined>,
  ): Promise<Caller | undefined> {
    const endedBefore = this.#endedCredentials
    const hash = hashOf(credential)
    const caller = await lookUp(this.#findByHash(hash))
    this.#callers.delete(hash)
    // A session or key that ended during the look-up may be the one that it found.
    if (caller && this.#endedCredentials === endedBefore) this.#remember(hash, caller)
    return caller
  }

  /** The caller who was good with this credential within the last minute. */
  find(credential: string): Caller | undefined {
    return this.#findByHash(hashOf(credential))
  }

  #findByHash(hash: string): Caller | undefined {
    const found = this.#callers.get(hash)
    return found && found.until > this.#clock.monotonic() ? found.caller : undefined
  }

  get size(): number {
    return this.#callers.size
  }

  /** Called when the session or key has ended. */
  forget(credentialId: string): void {
    this.#endedCredentials += 1
    for (const [hash, { caller }] of this.#callers) {
      if (caller.credentialId === credentialId) this.#callers.delete(hash)
    }
  }

  #remember(hash: string, caller: Caller): void {
    const now = this.#clock.monotonic()
    this.#callers.set(hash, { caller, until: now + GOOD_FOR_MS })
    for (const [oldest, { until }] of this.#callers) {
      if (until > now && this.#callers.size <= MOST_CALLERS) break
      this.#callers.delete(oldest)
    }
  }
}

function hashOf(credential: string): string {
  return createHash('sha256').update(credential).digest('base64url')
}
