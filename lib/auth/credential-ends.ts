import type { Bus } from '@/lib/bus/bus'
import { readMissed } from '@/lib/bus/read-missed'
import type { AccountStore } from '@/lib/db/accounts'
import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'

/** How often the sessions and keys by which somebody reads are looked up, in milliseconds. */
const LOOK_UP_EVERY_MS = 30_000

/**
 * Tells everybody who reads by a session or an API key that it has ended, on whichever server that was. An
 * end of which no news came, such as one by another program or by its time, is found by looking it up.
 */
export class CredentialEnds {
  readonly #bus: Bus
  readonly #accounts: Pick<AccountStore, 'goodCredentials'>
  readonly #clock: Clock
  readonly #onEnded: (credentialId: string) => void
  readonly #listeners = new Map<string, Set<() => void>>()

  constructor(options: {
    bus: Bus
    accounts: Pick<AccountStore, 'goodCredentials'>
    clock: Clock
    log: Log
    /** Called before those who read are told. */
    onEnded: (credentialId: string) => void
  }) {
    const { bus, accounts, clock, onEnded } = options
    this.#bus = bus
    this.#accounts = accounts
    this.#clock = clock
    this.#onEnded = onEnded
    bus.receive((message) => {
      if (message.type !== 'credentials-ended') return
      for (const credentialId of message.credentialIds) this.#end(credentialId)
    })
    readMissed(options, () => this.#lookUp(), { everyMs: LOOK_UP_EVERY_MS })
  }

  /** Calls back when the session or key ends, until the result is called. */
  when(credentialId: string, listener: () => void): () => void {
    const ofCredential = this.#listeners.get(credentialId) ?? new Set()
    this.#listeners.set(credentialId, ofCredential.add(listener))
    return () => {
      const wasThere = ofCredential.delete(listener)
      // A second call must not end the watch of a later `when`.
      if (wasThere && ofCredential.size === 0) this.#listeners.delete(credentialId)
    }
  }

  /** Tells that these sessions and keys have ended: here in this step, and on the other servers. */
  announce(credentialIds: readonly string[]): void {
    if (credentialIds.length === 0) return
    this.#bus.broadcast({ type: 'credentials-ended', credentialIds: [...credentialIds] })
  }

  async #lookUp(): Promise<void> {
    const watched = [...this.#listeners.keys()]
    if (watched.length === 0) return
    const good = await this.#accounts.goodCredentials(watched, this.#clock.now())
    for (const id of watched) if (!good.has(id)) this.#end(id)
  }

  #end(credentialId: string): void {
    this.#onEnded(credentialId)
    for (const listener of this.#listeners.get(credentialId) ?? []) listener()
  }
}
