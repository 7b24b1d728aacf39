import type { AdmissionServices, Arrival } from './arrival'

/** Watches, from the beginning of a call, whether its session or key ends. */
export class Revocation {
  readonly #stopWatching: () => void
  #hasEnded = false
  #listener: (() => void) | undefined

  constructor(
    { authentication }: Pick<AdmissionServices, 'authentication'>,
    { breakOff }: Pick<Arrival, 'breakOff'>,
    credentialId: string,
  ) {
    this.#stopWatching = authentication.whenEnded(credentialId, () => {
      this.#hasEnded = true
      if (this.#listener && !breakOff()) this.#listener()
    })
  }

  get hasEnded(): boolean {
    return this.#hasEnded
  }

  /**
   * Breaks the connection off when the session or key ends, or calls back where that cannot be done,
   * until the result is called.
   */
  readonly when = (listener: () => void): (() => void) => {
    this.#listener = listener
    if (this.#hasEnded) listener()
    return this.#stopWatching
  }

  /** The call is answered. A reader of its answer, where there is one, goes on watching. */
  forget(): void {
    if (!this.#listener) this.#stopWatching()
  }
}
