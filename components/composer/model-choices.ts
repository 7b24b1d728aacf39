/** The model that was picked for a chat, until the chat itself says so. */
class ModelChoices {
  readonly #models = new Map<string, string>()
  readonly #listeners = new Set<() => void>()

  /** Calls back after every change; the returned function ends that. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  get(chatId: string): string | undefined {
    return this.#models.get(chatId)
  }

  set(chatId: string, modelId: string | undefined): void {
    if (modelId === undefined) this.#models.delete(chatId)
    else this.#models.set(chatId, modelId)
    for (const listener of this.#listeners) listener()
  }
}

export const modelChoices = new ModelChoices()
