/** Sleepers to wake once all news of this turn of the event loop is in. */
let sleepers: (() => void)[] = []

function wakeAfterThisTurn(wake: () => void): void {
  if (sleepers.length === 0) {
    setImmediate(() => {
      const woken = sleepers
      sleepers = []
      for (const each of woken) each()
    })
  }
  sleepers.push(wake)
}

/** Lets one reader sleep until there is news; news that comes before it sleeps is not missed. */
export class Wakeup {
  #news = false
  #resolve: (() => void) | undefined

  signal(): void {
    this.#news = true
    const resolve = this.#resolve
    if (!resolve) return
    this.#resolve = undefined
    wakeAfterThisTurn(resolve)
  }

  /** Resolves at the next signal, or at once when one came since the last wait. */
  async wait(): Promise<void> {
    if (!this.#news) {
      await new Promise<void>((resolve) => {
        this.#resolve = resolve
      })
    }
    this.#news = false
  }
}
