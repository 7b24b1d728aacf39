const MOST_MILLISECONDS = 1_000

/** How late tokens were sent: a round with a provider short of CPU measures only the provider. */
export class Lateness {
  readonly #counts = new Uint32Array(MOST_MILLISECONDS + 1)
  #total = 0

  enter(milliseconds: number): void {
    const bucket = Math.min(MOST_MILLISECONDS, Math.max(0, Math.floor(milliseconds)))
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1
    this.#total += 1
  }

  /** The 99th percentile of the lateness since the last call, in milliseconds. */
  take(): number {
    let seen = 0
    const bucket = this.#counts.findIndex((count) => {
      seen += count
      return seen >= this.#total * 0.99
    })
    this.#counts.fill(0)
    this.#total = 0
    return Math.max(0, bucket)
  }
}
