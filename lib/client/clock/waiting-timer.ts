/** A timer that calls back once; its time stands still while it is held. */
export class WaitingTimer {
  readonly #onOver: () => void
  #state: 'running' | 'held' | 'over' = 'held'
  #msLeft: number
  #runsSince = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(ms: number, onOver: () => void) {
    this.#msLeft = ms
    this.#onOver = onOver
    this.release()
  }

  hold(): void {
    if (this.#state !== 'running') return
    this.#state = 'held'
    clearTimeout(this.#timer)
    this.#msLeft = Math.max(0, this.#msLeft - (performance.now() - this.#runsSince))
  }

  /** Goes on with the time that was left. */
  release(): void {
    if (this.#state !== 'held') return
    this.#state = 'running'
    this.#runsSince = performance.now()
    this.#timer = setTimeout(() => {
      this.#state = 'over'
      this.#onOver()
    }, this.#msLeft)
  }

  /** Ends the timer without calling back. */
  cancel(): void {
    this.#state = 'over'
    clearTimeout(this.#timer)
  }
}
