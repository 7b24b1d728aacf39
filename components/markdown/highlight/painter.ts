import { CodeReader } from './highlighter'
import type { Language } from './languages'
import { paintNoMore, paintSoon } from './paint-queue'
import { append, linesToPaint, unpainted, type PaintedCode, type Run } from './painted-code'

/** Gives one piece of code its colours as it grows, some lines a frame, and reports each step. */
export class Painter {
  readonly #language: Language
  readonly #onPainted: (painted: PaintedCode) => void
  #reader: CodeReader | undefined
  #painted = unpainted
  #code = ''
  #ended = false
  /** The lines that are being read; no more are asked for until they are painted. */
  #reading: readonly string[] = []
  #runs: Run[][] = []

  constructor(language: Language, onPainted: (painted: PaintedCode) => void) {
    this.#language = language
    this.#onPainted = onPainted
  }

  /** Takes the code as it is now. `ended`: no more of it comes. */
  paint(code: string, ended: boolean): void {
    this.#code = code
    this.#ended = ended
    if (!code.startsWith(this.#painted.code)) this.stop()
    this.#readOn()
  }

  /** Forgets everything that is painted. */
  stop(): void {
    paintNoMore(this.#paintRead)
    this.#reader?.close()
    this.#reader = undefined
    this.#painted = unpainted
    this.#reading = []
  }

  #readOn(): void {
    if (this.#reading.length > 0) return
    this.#reading = linesToPaint(this.#painted, this.#code, this.#ended)
    if (this.#reading.length === 0) return
    this.#reader ??= new CodeReader(this.#language, (runs) => {
      this.#runs = runs
      paintSoon(this.#paintRead)
    })
    this.#reader.read(this.#reading)
  }

  readonly #paintRead = (): void => {
    this.#painted = append(this.#painted, this.#reading, this.#runs)
    this.#reading = []
    this.#onPainted(this.#painted)
    this.#readOn()
  }
}
