import { Listeners } from '@/lib/client/browser/listeners'

/** Holds the sentence about dropped or pasted files that were not taken, until it is dismissed. */
class RefusedFiles {
  #sentence: string | undefined
  readonly #listeners = new Listeners()

  /** Calls back after every change; the returned function ends that. */
  subscribe = this.#listeners.subscribe

  get sentence(): string | undefined {
    return this.#sentence
  }

  refuse(files: Iterable<File>): void {
    this.#tell(refusalOf([...files].map(({ name }) => name)))
  }

  dismiss(): void {
    this.#tell(undefined)
  }

  #tell(sentence: string | undefined): void {
    this.#sentence = sentence
    this.#listeners.tell()
  }
}

export const refusedFiles = new RefusedFiles()

const LONGEST_NAME = 60

/** Says which files were not taken, and what can be sent instead. */
export function refusalOf(names: readonly string[]): string {
  const [first = ''] = names
  const short = first.length > LONGEST_NAME ? `${first.slice(0, LONGEST_NAME)}…` : first
  if (names.length > 1)
    return 'These files cannot be sent: a question is text only. Paste their text instead.'
  return short === ''
    ? 'This file cannot be sent: a question is text only. Paste its text instead.'
    : `“${short}” cannot be sent: a question is text only. Paste its text instead.`
}
