import { createHash } from 'node:crypto'
import type { Clock } from '@/lib/platform/clock'
import type { Caller } from './person'

/** How long a caller is remembered after the look-up, in milliseconds. */
const GOOD_FOR_MS = 60_000

/** The oldest are forgotten beyond that. */
const MOST_CALLERS = 10_000

/**
 * Callers whose session or API key was good a moment ago in this process, for the one thing that
 * must not wait for a database. Of what they call with only a hash is kept.
 */
export class GoodCallers {
  readonly #clock: Clock
  /** By the hash of the credential, the latest look-up last. */
  readonly #callers = new Map<string, { caller: Caller; until: number }>()
  #endedCredentials = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Passes on what `lookUp` resolves to, and remembers it; a nobody is forgotten. */
  async watch(
    credential: string,
    lookUp: () => Promise<Caller | undefined>,
  ): Promise<Caller | undefined> {
    const endedBefore = this.#endedCredentials
    const caller = await lookUp()
    const hash = hashOf(credential)
    this.#callers.delete(hash)
    // What has ended during the look-up may be what it found.
    if (caller && this.#endedCredentials === endedBefore) this.#remember(hash, caller)
    return caller
  }

  /** The caller who was good with this within the last minute. */
  find(credential: string): Caller | undefined {
    const found = this.#callers.get(hashOf(credential))
    return found && found.until > this.#clock.monotonic() ? found.caller : undefined
  }

  get size(): number {
    return this.#callers.size
  }

  /** The session or key has ended. */
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
