import { Listeners } from '@/lib/client/browser/listeners'

const SHOWN_MS = 2_000

/** Holds the words that are shown for a moment about the effect of a key. Knows no React. */
class Notice {
  readonly #listeners = new Listeners()
  #words = ''
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Calls back after every change; the returned function ends that. */
  subscribe = this.#listeners.subscribe

  /** Empty when there is nothing to say. */
  words = (): string => this.#words

  say = (words: string): void => {
    clearTimeout(this.#timer)
    this.#change(words)
    this.#timer = setTimeout(() => {
      this.#change('')
    }, SHOWN_MS)
  }

  #change(words: string): void {
    this.#words = words
    this.#listeners.tell()
  }
}

export const notice = new Notice()
