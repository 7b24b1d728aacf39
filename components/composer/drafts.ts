import { Listeners } from '@/lib/client/listeners'

/** The draft of the chat that has no ID yet. */
export const NEW_CHAT_DRAFT = 'new'

const PREFIX = 'fullstop.draft.'

/** What is written but not sent, per chat. Outlives a reload where the browser lets it. */
export class Drafts {
  readonly #texts = new Map<string, string>()
  readonly #listeners = new Listeners()
  readonly #storage: () => Storage

  constructor(storage: () => Storage) {
    this.#storage = storage
  }

  /** Calls back after every change; the returned function ends that. */
  subscribe = this.#listeners.subscribe

  get(chatId: string): string {
    const text = this.#texts.get(chatId) ?? this.#stored(chatId)
    this.#texts.set(chatId, text)
    return text
  }

  set(chatId: string, text: string): void {
    this.#texts.set(chatId, text)
    this.#store(chatId, text)
    this.#listeners.tell()
  }

  /** Puts a text back that was not sent, before what was written since. */
  putBefore(chatId: string, text: string): void {
    const since = this.get(chatId)
    this.set(chatId, since === '' ? text : `${text}\n\n${since}`)
  }

  #stored(chatId: string): string {
    try {
      return this.#storage().getItem(PREFIX + chatId) ?? ''
    } catch {
      return '' // Without storage a draft lives as long as the page.
    }
  }

  #store(chatId: string, text: string): void {
    try {
      if (text === '') this.#storage().removeItem(PREFIX + chatId)
      else this.#storage().setItem(PREFIX + chatId, text)
    } catch {
      // Full or forbidden: as above.
    }
  }
}

export const drafts = new Drafts(() => sessionStorage)
