import type { Piece } from './wire'

const OPENING = '<think>'
const CLOSING = '</think>'

/** Turns a model's thoughts in its text into reasoning: from a tag at the very start to its closing. */
export class ThinkTag {
  #state: 'start' | 'thinking' | 'over' = 'start'
  /** Text that may be the beginning of a tag. */
  #held = ''

  split(pieces: readonly Piece[] | undefined): readonly Piece[] | undefined {
    if (this.#state === 'over') return pieces
    return pieces?.flatMap((piece): readonly Piece[] => {
      if (piece.type === 'text') return this.#read(piece.text)
      if (piece.type === 'refusal' && piece.text === '') return []
      const isMore = piece.type === 'reasoning' || piece.type === 'usage'
      return isMore ? [piece] : [...this.rest(), piece]
    })
  }

  /** The text that was held back, once nothing can follow. */
  rest(): readonly Piece[] {
    const text = this.#held
    this.#held = ''
    if (text === '') return []
    return [{ type: this.#state === 'thinking' ? 'reasoning' : 'text', text }]
  }

  #read(more: string): readonly Piece[] {
    if (this.#state === 'over' || more === '') return [{ type: 'text', text: more }]
    const text = this.#held + more
    this.#held = ''
    return this.#state === 'thinking' ? this.#think(text) : this.#begin(text)
  }

  #begin(text: string): readonly Piece[] {
    const begun = text.trimStart()
    if (begun.startsWith(OPENING)) {
      this.#state = 'thinking'
      return this.#think(begun.slice(OPENING.length))
    }
    if (OPENING.startsWith(begun)) {
      this.#held = text
      return []
    }
    this.#state = 'over'
    return [{ type: 'text', text }]
  }

  #think(text: string): readonly Piece[] {
    const end = text.indexOf(CLOSING)
    if (end !== -1) {
      this.#state = 'over'
      return [
        { type: 'reasoning', text: text.slice(0, end) },
        { type: 'text', text: text.slice(end + CLOSING.length) },
      ]
    }
    const held = lengthOfPossibleTag(text)
    this.#held = text.slice(text.length - held)
    return [{ type: 'reasoning', text: text.slice(0, text.length - held) }]
  }
}

/** How much of the end of a text may be the beginning of the closing tag. */
function lengthOfPossibleTag(text: string): number {
  for (let length = CLOSING.length - 1; length > 0; length -= 1) {
    if (text.endsWith(CLOSING.slice(0, length))) return length
  }
  return 0
}
