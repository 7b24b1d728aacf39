/** Steps that take less, in milliseconds, may grow; those that take longer become smaller. */
const SHORT_MS = 2
const LONG_MS = 4

/**
 * How much a step of long work does, in pieces of work of unknown length. It doubles while the steps are
 * short, so that there are few of them, and no step holds the event loop for long.
 */
export class StepSize {
  #size: number
  readonly #most: number

  constructor(first: number, most = Number.MAX_SAFE_INTEGER) {
    this.#size = first
    this.#most = most
  }

  get size(): number {
    return this.#size
  }

  /** Does a step, and learns from how long it takes. */
  run<Result>(step: () => Result): Result {
    const began = performance.now()
    const result = step()
    const took = performance.now() - began
    if (took < SHORT_MS) this.#size = Math.min(2 * this.#size, this.#most)
    else if (took > LONG_MS) this.#size = Math.max(1, this.#size >> 1)
    return result
  }
}
