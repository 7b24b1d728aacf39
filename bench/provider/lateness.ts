const MOST_MILLISECONDS = 1_000

/** How late the tokens were sent: a provider that is short of CPU measures itself. */
export class Lateness {
  readonly #counts = new Uint32Array(MOST_MILLISECONDS + 1)
  #total = 0

  enter(milliseconds: number): void {
    const bucket = Math.min(MOST_MILLISECONDS, Math.max(0, Math.floor(milliseconds)))
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1
    this.#total += 1
  }

  clear(): void {
    this.#counts.fill(0)
    this.#total = 0
  }

  /** Milliseconds; 99 of 100 tokens were no later. */
  get p99(): number {
    let seen = 0
    const bucket = this.#counts.findIndex((count) => {
      seen += count
      return seen >= this.#total * 0.99
    })
    return Math.max(0, bucket)
  }
}
