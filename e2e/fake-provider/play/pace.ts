/** When tokens are due: the token at index i, i / rate seconds after the start. */
export class Pace {
  readonly #rate: number
  #startedAt = performance.now()
  #startIndex = 0

  /** @param rate tokens a second; at 0 all are due at once */
  constructor(rate: number) {
    this.#rate = rate
  }

  /** Starts the count again: the token at this index is due now. */
  start(index: number): void {
    this.#startedAt = performance.now()
    this.#startIndex = index
  }

  /** How many tokens of the answer may have been sent by now. */
  due(): number {
    if (this.#rate === 0) return Infinity
    const seconds = (performance.now() - this.#startedAt) / 1000
    return this.#startIndex + Math.floor(seconds * this.#rate) + 1
  }

  /** Milliseconds, at least 1, until the token at this index is due. */
  millisecondsUntil(index: number): number {
    const due = this.#startedAt + ((index - this.#startIndex) / this.#rate) * 1000
    return Math.max(1, Math.ceil(due - performance.now()))
  }
}
