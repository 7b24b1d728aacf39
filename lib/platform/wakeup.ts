/** Lets one reader sleep until there is news; news that comes before it sleeps is not missed. */
export class Wakeup {
  #news = false
  #resolve: (() => void) | undefined

  signal(): void {
    this.#news = true
    this.#resolve?.()
  }

  /** Resolves at the next signal, or at once when one came since the last wait. */
  async wait(): Promise<void> {
    if (!this.#news) {
      await new Promise<void>((resolve) => {
        this.#resolve = resolve
      })
      this.#resolve = undefined
    }
    this.#news = false
  }
}
