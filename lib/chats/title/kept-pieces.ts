import { untilSettled } from './until-settled'

/** Stand around the number of a piece. Unicode reserves them: they are no characters of a text. */
const [BEFORE, BEHIND] = ['\uFDD0', '\uFDD1']
const MARKS = /[\uFDD0\uFDD1]/g
const PIECE = /\uFDD0(\d+)\uFDD1/g

/** Takes a piece that no later step may read as a sign, and gives a placeholder for it. */
export type Keep = (text: string) => string

/** Keeps pieces of a text as they are until they are put back. */
export function keptPieces() {
  const kept: string[] = []
  const keep: Keep = (text) => `${BEFORE}${kept.push(text) - 1}${BEHIND}`
  /** Repeated, since a piece may have been kept with another one in it. */
  const putBack = (text: string) =>
    untilSettled(text, (words) =>
      words.replaceAll(PIECE, (_, index: string) => kept[Number(index)] ?? ''),
    )
  return { keep, putBack }
}

/** A text without marks of its own, so that nothing in it passes for a kept piece. */
export function withoutMarks(text: string): string {
  return text.replaceAll(MARKS, '')
}
