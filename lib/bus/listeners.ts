import { describeError, type Log } from '@/lib/platform/log'

/** Listeners to one kind of news. One that throws is logged, and keeps it from nobody else. */
export class Listeners<News> {
  readonly #log: Log
  readonly #listeners = new Set<(news: News) => void>()

  constructor(log: Log) {
    this.#log = log
  }

  get isEmpty(): boolean {
    return this.#listeners.size === 0
  }

  /** Adds a listener, until the result is called. */
  add(listener: (news: News) => void): () => void {
    // Not the listener itself, which may be added twice.
    const own = (news: News) => {
      listener(news)
    }
    this.#listeners.add(own)
    return () => {
      this.#listeners.delete(own)
    }
  }

  tell(news: News): void {
    for (const listener of this.#listeners) {
      try {
        listener(news)
      } catch (error) {
        this.#log.error({ error: describeError(error) }, 'a listener to the bus failed')
      }
    }
  }
}
