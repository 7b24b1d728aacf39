import type { FullstopError } from '@/client/error'
import { Listeners } from '@/lib/client/browser/listeners'

/** A chat whose pin could not be changed to what was wanted; `error` says why. */
export type FailedPin = {
  readonly chatId: string
  readonly wanted: 'pinned' | 'unpinned'
  readonly error: FullstopError
}

/** The pins that could not be changed, until each is put away. Knows no React. */
export class FailedPins {
  readonly #listeners = new Listeners()
  #all: readonly FailedPin[] = []

  subscribe = this.#listeners.subscribe

  /** Returns the same array until something changes. */
  all = (): readonly FailedPin[] => this.#all

  add(failed: FailedPin): void {
    this.#change([...this.#others(failed.chatId), failed])
  }

  /** Called when the failure was read, the pin is tried again, or the chat is gone. */
  forget(chatId: string): void {
    const others = this.#others(chatId)
    if (others.length < this.#all.length) this.#change(others)
  }

  #others(chatId: string): FailedPin[] {
    return this.#all.filter((failed) => failed.chatId !== chatId)
  }

  #change(all: readonly FailedPin[]): void {
    this.#all = all
    this.#listeners.tell()
  }
}
