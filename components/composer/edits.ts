import { Listeners } from '@/lib/client/listeners'

/** A question that is being edited in its place. */
export type Edit = {
  readonly questionId: string
  readonly text: string
  /** It was begun from the composer, which then has the focus again. */
  readonly fromComposer: boolean
}

/** What is being edited in each chat, one question at a time. Outlives a visit to another chat. */
export class Edits {
  readonly #edits = new Map<string, Edit>()
  readonly #listeners = new Listeners()

  /** Calls back after every change; the returned function ends that. */
  subscribe = this.#listeners.subscribe

  /** The edit of this question, if it is being edited. */
  of(chatId: string, questionId: string): Edit | undefined {
    const edit = this.#edits.get(chatId)
    return edit?.questionId === questionId ? edit : undefined
  }

  begin(chatId: string, edit: Edit): void {
    this.#edits.set(chatId, edit)
    this.#tell()
  }

  change(chatId: string, text: string): void {
    const edit = this.#edits.get(chatId)
    if (edit) this.begin(chatId, { ...edit, text })
  }

  end(chatId: string): void {
    this.#edits.delete(chatId)
    this.#tell()
  }

  #tell(): void {
    this.#listeners.tell()
  }
}

export const edits = new Edits()
