import type { LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { loggedWord } from './logged-word'

/** The parts of one call that an answer has no place for: counted by type, kept without their text. */
export class LeftOutParts {
  readonly #counts = new Map<string, number>()

  add({ type }: LanguageModelV4StreamPart): void {
    const word = loggedWord(type)
    this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1)
  }

  /** How many parts there were of each type; undefined if there were none. */
  get counts(): Readonly<Record<string, number>> | undefined {
    return this.#counts.size === 0 ? undefined : Object.fromEntries(this.#counts)
  }
}
