/** Waits that double up to the longest, each of random length, so that clients spread out. */
export class Backoff {
  readonly #shortestMs: number
  readonly #longestMs: number
  #attempt = 0
  #skip: (() => void) | undefined

  constructor({ shortestMs = 500, longestMs = 10_000 } = {}) {
    this.#shortestMs = shortestMs
    this.#longestMs = longestMs
  }

  reset(): void {
    this.#attempt = 0
  }

  /**
   * The wait before the next attempt, in milliseconds: between half and all of its present maximum, which
   * is `wishedMs` where that is longer.
   */
  nextMs(wishedMs = 0): number {
    const longest = Math.max(
      wishedMs,
      Math.min(this.#longestMs, this.#shortestMs * 2 ** this.#attempt),
    )
    this.#attempt += 1
    return longest * (0.5 + Math.random() / 2)
  }

  /** Ends the present wait at once. */
  skip(): void {
    this.#skip?.()
  }

  async wait(signal?: AbortSignal, wishedMs = 0): Promise<void> {
    const milliseconds = this.nextMs(wishedMs)
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      this.#skip = () => {
        clearTimeout(timer)
        resolve()
      }
      signal?.addEventListener('abort', this.#skip, { once: true })
    })
    if (this.#skip) signal?.removeEventListener('abort', this.#skip)
    this.#skip = undefined
  }
}
