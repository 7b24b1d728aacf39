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

  /** Does nothing on a page that shows no note. */
  refuse(files: Iterable<File>): void {
    if (this.#listeners.isEmpty) return
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

/** Whether a text has nothing but the names of files: file managers copy them, or paths, with the files. */
export function hasOnlyNames(text: string, names: readonly string[]): boolean {
  const known = new Set(names.flatMap((name) => [name, encodeURIComponent(name)]))
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '')
  return lines.every((line) => known.has(/[^/\\]*$/.exec(line.trim())?.[0] ?? ''))
}

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
