import type { Chat } from '@/lib/contract/chat'
import type { ApiError } from './api-error'
import { Listeners } from './listeners'

/** A chat that was to be pinned, or not to be any more, as it is still; `error` says why. */
export type FailedPin = { readonly chat: Chat; readonly error: ApiError }

/** The pins that could not be changed, until that is put away. Knows no React. */
export class FailedPins {
  readonly #listeners = new Listeners()
  #all: readonly FailedPin[] = []

  subscribe = this.#listeners.subscribe

  /** The same value until something changes. */
  all = (): readonly FailedPin[] => this.#all

  add(chat: Chat, error: ApiError): void {
    this.#change([...this.#others(chat.id), { chat, error }])
  }

  /** It was read, is tried again, or has no chat any more. */
  forget(chatId: string): void {
    const others = this.#others(chatId)
    if (others.length < this.#all.length) this.#change(others)
  }

  #others(chatId: string): FailedPin[] {
    return this.#all.filter(({ chat }) => chat.id !== chatId)
  }

  #change(all: readonly FailedPin[]): void {
    this.#all = all
    this.#listeners.tell()
  }
}
