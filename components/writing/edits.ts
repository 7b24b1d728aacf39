import { Listeners } from '@/lib/client/browser/listeners'
import { personStorage } from '@/lib/client/browser/person-storage'

/** A question that is being edited in its place. */
export type Edit = {
  readonly questionId: string
  readonly text: string
  /** The edit was begun from the composer, which gets the focus back. */
  readonly fromComposer: boolean
}

const BEGINNING = 'edit.'

type EditStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/**
 * The question that is being edited in each chat, one at a time. Outlives a visit to another chat, and a
 * reload if the browser lets it.
 */
export class Edits {
  readonly #edits = new Map<string, Edit | undefined>()
  readonly #listeners = new Listeners()
  readonly #storage: () => EditStorage

  constructor(storage: () => EditStorage = () => personStorage) {
    this.#storage = storage
  }

  /** Calls back after every change; the returned function ends that. */
  subscribe = this.#listeners.subscribe

  /** The edit of this question, if it is being edited. */
  of(chatId: string, questionId: string): Edit | undefined {
    const edit = this.#of(chatId)
    return edit?.questionId === questionId ? edit : undefined
  }

  /** The text that replaces a question of this chat; empty if none is being edited. */
  textOf(chatId: string): string {
    return this.#of(chatId)?.text ?? ''
  }

  begin(chatId: string, edit: Edit): void {
    this.#change(chatId, edit)
  }

  change(chatId: string, text: string): void {
    const edit = this.#of(chatId)
    if (edit) this.#change(chatId, { ...edit, text })
  }

  end(chatId: string): void {
    this.#change(chatId, undefined)
  }

  /** Reads all edits again: another person is here, or the person is known only now. */
  readAgain(): void {
    this.#edits.clear()
    this.#listeners.tell()
  }

  #of(chatId: string): Edit | undefined {
    if (!this.#edits.has(chatId)) this.#edits.set(chatId, this.#stored(chatId))
    return this.#edits.get(chatId)
  }

  #change(chatId: string, edit: Edit | undefined): void {
    this.#edits.set(chatId, edit)
    try {
      if (edit) this.#storage().setItem(BEGINNING + chatId, JSON.stringify(edit))
      else this.#storage().removeItem(BEGINNING + chatId)
    } catch {
      // Without storage an edit lives as long as the page.
    }
    this.#listeners.tell()
  }

  /** An entry of another version of this page is taken only if it is understood. */
  #stored(chatId: string): Edit | undefined {
    try {
      const entry = this.#storage().getItem(BEGINNING + chatId)
      const { questionId, text } = { ...JSON.parse(entry ?? 'null') } as Record<string, unknown>
      if (typeof questionId !== 'string' || typeof text !== 'string') return undefined
      return { questionId, text, fromComposer: false }
    } catch {
      return undefined
    }
  }
}

export const edits = new Edits()

/** The chats in which a question is being edited. */
export function editNames(): string[] {
  return personStorage.names(BEGINNING).map((name) => name.slice(BEGINNING.length))
}
