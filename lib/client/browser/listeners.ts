/** The callbacks to run after every change of something. Knows no React. */
export class Listeners {
  readonly #all = new Set<() => void>()

  /** Calls back after every change; the returned function ends that. */
  subscribe = (listener: () => void): (() => void) => {
    this.#all.add(listener)
    return () => {
      this.#all.delete(listener)
    }
  }

  get isEmpty(): boolean {
    return this.#all.size === 0
  }

  tell = (): void => {
    for (const listener of this.#all) listener()
  }
}
