import type { Language } from './languages'
import type { Run } from './painted-code'

export type HighlightRequest = { id: number; language: Language; lines: readonly string[] }
export type HighlightAnswer = { id: number; runs: Run[][] | undefined }

type Listener = (runs: Run[][]) => void

let worker: Worker | undefined
let codes = 0
const listeners = new Map<number, Listener>()

/** The worker is loaded with the first code whose language it knows. */
function start(): Worker {
  const started = new Worker(new URL('./highlight.worker.ts', import.meta.url), { type: 'module' })
  started.addEventListener('message', ({ data }: MessageEvent<HighlightAnswer>) => {
    if (data.runs) listeners.get(data.id)?.(data.runs)
  })
  return started
}

/** One code that is read in the worker. Should that fail, no answer comes, and it stays plain. */
export class CodeReader {
  readonly #id = (codes += 1)
  readonly #language: Language

  constructor(language: Language, onRuns: Listener) {
    this.#language = language
    listeners.set(this.#id, onRuns)
  }

  /** Asks for the next lines; the answers come in the order of the questions. */
  read(lines: readonly string[]): void {
    worker ??= start()
    worker.postMessage({ id: this.#id, language: this.#language, lines } satisfies HighlightRequest)
  }

  close(): void {
    listeners.delete(this.#id)
    worker?.postMessage({ forget: this.#id })
  }
}
