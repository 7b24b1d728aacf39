import { Listeners } from '@/lib/client/browser/listeners'
import { personStorage } from '@/lib/client/browser/person-storage'

type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** The draft of the chat that has no ID yet. */
export const NEW_CHAT_DRAFT = 'new'

const BEGINNING = 'draft.'

/** The unsent text of each chat. Outlives a reload if the browser lets it. */
export class Drafts {
  readonly #texts = new Map<string, string>()
  readonly #listeners = new Listeners()
  readonly #storage: () => DraftStorage

  constructor(storage: () => DraftStorage) {
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

  /** Puts back a text that was not sent, before the text that was written since. */
  putBefore(chatId: string, text: string): void {
    const since = this.get(chatId)
    this.set(chatId, since === '' ? text : `${text}\n\n${since}`)
  }

  /** Takes away a text that `putBefore` has put back, if it has not changed. */
  takeAway(chatId: string, text: string): void {
    const draft = this.get(chatId)
    if (draft.trim() === text) this.set(chatId, '')
    else if (draft.startsWith(`${text}\n\n`)) this.set(chatId, draft.slice(text.length + 2))
  }

  /** Reads all drafts again: another person is here, or the person is known only now. */
  readAgain(): void {
    this.#texts.clear()
    this.#listeners.tell()
  }

  #stored(chatId: string): string {
    try {
      return this.#storage().getItem(BEGINNING + chatId) ?? ''
    } catch {
      return '' // Without storage a draft lives as long as the page.
    }
  }

  #store(chatId: string, text: string): void {
    try {
      if (text === '') this.#storage().removeItem(BEGINNING + chatId)
      else this.#storage().setItem(BEGINNING + chatId, text)
    } catch {
      // Full or forbidden: as above.
    }
  }
}

export const drafts = new Drafts(() => personStorage)

/** The chats that have a draft. */
export function draftNames(): string[] {
  return personStorage.names(BEGINNING).map((name) => name.slice(BEGINNING.length))
}
