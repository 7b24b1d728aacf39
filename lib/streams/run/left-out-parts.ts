import type { LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { loggedWord } from './logged-word'

/** What one call brought that an answer has no place for: counted by its type, never told by its text. */
export class LeftOutParts {
  readonly #counts = new Map<string, number>()

  add({ type }: LanguageModelV4StreamPart): void {
    const word = loggedWord(type)
    this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1)
  }

  /** How many there were of each type; undefined where there was none. */
  get counts(): Readonly<Record<string, number>> | undefined {
    return this.#counts.size === 0 ? undefined : Object.fromEntries(this.#counts)
  }
}
