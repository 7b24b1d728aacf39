import type { OpenCall } from '@/lib/http/answer/answer-call'
import { breakOff } from '@/lib/http/events/break-off'

/** Hears from the beginning of a call on whether its session or key has ended. */
export class Revocation {
  readonly #stopWatching: () => void
  #hasEnded = false
  #listener: (() => void) | undefined

  constructor({ request, runtime }: OpenCall, credentialId: string) {
    this.#stopWatching = runtime.authentication.whenEnded(credentialId, () => {
      this.#hasEnded = true
      if (this.#listener && !breakOff(request)) this.#listener()
    })
  }

  get hasEnded(): boolean {
    return this.#hasEnded
  }

  /** Breaks the connection off then, or calls back where that cannot be, until the result is called. */
  readonly when = (listener: () => void): (() => void) => {
    this.#listener = listener
    if (this.#hasEnded) listener()
    return this.#stopWatching
  }

  /** The call is answered: what is still read of it listens by itself, or nobody has to be told. */
  forget(): void {
    if (!this.#listener) this.#stopWatching()
  }
}
