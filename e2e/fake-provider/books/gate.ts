import { EventEmitter, once } from 'node:events'

/** Where an answer waits until the test releases it. */
export class Gate {
  readonly #released = new EventEmitter()
  #position: number

  /** @param position how many tokens may be sent before it waits */
  constructor(position = Infinity) {
    this.#position = position
  }

  get position(): number {
    return this.#position
  }

  /** Lets the answer go on, up to another position where one is given. */
  release(position = Infinity): void {
    this.#position = position
    this.#released.emit('released')
  }

  /** Resolves when the position has been moved on. @throws AbortError when the signal aborts */
  async wait(signal: AbortSignal): Promise<void> {
    await once(this.#released, 'released', { signal })
  }
}
