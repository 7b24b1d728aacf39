import { EventEmitter, once } from 'node:events'

/** The place where an answer waits until the test releases it. */
export class Gate {
  readonly #released = new EventEmitter()
  #position: number

  /** @param position how many tokens may be sent before the answer waits */
  constructor(position = Infinity) {
    this.#position = position
  }

  get position(): number {
    return this.#position
  }

  /** Lets the answer go on, up to another position if given. */
  release(position = Infinity): void {
    this.#position = position
    this.#released.emit('released')
  }

  /** Resolves at the next release. @throws AbortError when the signal aborts */
  async wait(signal: AbortSignal): Promise<void> {
    await once(this.#released, 'released', { signal })
  }
}
