import { Listeners } from '@/lib/client/browser/listeners'
import type { ApiError } from '@/lib/client/calls/api-error'

/** A chat that stands where it stood, and what somebody wanted; `error` says why. */
export type FailedPin = {
  readonly chatId: string
  readonly wanted: 'pinned' | 'unpinned'
  readonly error: ApiError
}

/** The pins that could not be changed, until that is put away. Knows no React. */
export class FailedPins {
  readonly #listeners = new Listeners()
  #all: readonly FailedPin[] = []

  subscribe = this.#listeners.subscribe

  /** The same value until something changes. */
  all = (): readonly FailedPin[] => this.#all

  add(failed: FailedPin): void {
    this.#change([...this.#others(failed.chatId), failed])
  }

  /** It was read, is tried again, or has no chat any more. */
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
