import type { Language } from './languages'
import type { Run } from './painted-code'

export type HighlightRequest = { id: number; language: Language; lines: readonly string[] }
export type HighlightAnswer = { id: number; runs: Run[][] | undefined }

type Listener = (runs: Run[][]) => void

/**
 * In milliseconds: translating a large grammar takes seconds on a slow machine. A worker that is silent
 * for longer is stuck in a regular expression.
 */
export const LONGEST_READING_MS = 30_000

let worker: Worker | undefined
let unanswered = 0
let patience: ReturnType<typeof setTimeout> | undefined
let codes = 0
const listeners = new Map<number, Listener>()

/** The worker is loaded with the first code in a known language. */
function start(): Worker {
  const started = new Worker(new URL('./highlight.worker.ts', import.meta.url), { type: 'module' })
  started.addEventListener('message', ({ data }: MessageEvent<HighlightAnswer>) => {
    unanswered -= 1
    waitForAnswer()
    if (data.runs) listeners.get(data.id)?.(data.runs)
  })
  return started
}

function waitForAnswer(): void {
  clearTimeout(patience)
  if (unanswered > 0) patience = setTimeout(giveUp, LONGEST_READING_MS)
}

/** All code that is being read stays as plain as it is. The next code is read in another worker. */
function giveUp(): void {
  worker?.terminate()
  worker = undefined
  unanswered = 0
  listeners.clear()
}

/** One piece of code that is read in the worker. If that fails, no answer comes and it stays plain. */
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
    unanswered += 1
    if (unanswered === 1) waitForAnswer()
  }

  close(): void {
    listeners.delete(this.#id)
    worker?.postMessage({ forget: this.#id })
  }
}
