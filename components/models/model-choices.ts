import { Listeners } from '@/lib/client/browser/listeners'

/** The model that was picked for each chat, until the chat itself has it. */
class ModelChoices {
  readonly #models = new Map<string, string>()
  readonly #listeners = new Listeners()

  /** Calls back after every change; the returned function ends that. */
  subscribe = this.#listeners.subscribe

  get(chatId: string): string | undefined {
    return this.#models.get(chatId)
  }

  set(chatId: string, modelId: string | undefined): void {
    if (modelId === undefined) this.#models.delete(chatId)
    else this.#models.set(chatId, modelId)
    this.#listeners.tell()
  }
}

export const modelChoices = new ModelChoices()
