/** Waits that grow from half a second to ten; each with chance in it, so that clients spread out. */
export class Backoff {
  #attempt = 0
  #skip: (() => void) | undefined

  reset(): void {
    this.#attempt = 0
  }

  /** Ends the present wait at once. */
  skip(): void {
    this.#skip?.()
  }

  async wait(signal?: AbortSignal): Promise<void> {
    const longest = Math.min(10_000, 500 * 2 ** this.#attempt)
    this.#attempt += 1
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, longest * (0.5 + Math.random() / 2))
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
