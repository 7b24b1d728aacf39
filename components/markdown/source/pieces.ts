import { ownText } from '../text/own-text'

/**
 * A block that can be drawn piece by piece. All pieces but the last are settled, so that new text in a
 * long list or table costs no more than in a short one.
 */
export type Pieces =
  | { kind: 'list'; isOrdered: boolean; start: number; items: readonly string[] }
  | { kind: 'table'; head: string; rows: readonly string[] }

/** A piece is settled at the next item or row after so many characters. */
const LENGTH = 600

const BULLET = /^([-+*])(?:[ \t]|$)/
const NUMBER = /^(\d{1,9})([.)])(?:[ \t]|$)/
/** A mark that may begin another list than the one around it, or an item of it in another column. */
const MARK_ELSEWHERE = /^ {1,3}(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)/
const RULE = /^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/
/** Beginnings of blocks that end a list, and definitions, which hold for the whole text. */
const OTHER_BLOCK = /^ {0,3}(?:#{1,6}(?:[ \t]|$)|[>|<]|`{3}|~{3})/
const DEFINITION = /^ {0,3}\[[^\]\n]+\]:/m
const DELIMITER_ROW = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/

/**
 * The pieces of a long list or table; undefined for any other block, and if the pieces would mean
 * something else on their own. All lines are checked, so that a piece never has two meanings.
 */
export function piecesOf(text: string): Pieces | undefined {
  if (text.length < 2 * LENGTH || DEFINITION.test(text)) return undefined
  return piecesOfTable(text) ?? piecesOfList(text)
}

function piecesOfTable(text: string): Pieces | undefined {
  const lines = text.split('\n')
  const [names = '', delimiters = ''] = lines
  const isTable = names.startsWith('|') && DELIMITER_ROW.test(delimiters)
  // A line that begins otherwise may be a row, or may end the table.
  if (!isTable || !lines.every((line, index) => index === 1 || line.startsWith('|'))) {
    return undefined
  }
  return { kind: 'table', head: `${names}\n${delimiters}`, rows: gathered(lines.slice(2)) }
}

function piecesOfList(text: string): Pieces | undefined {
  const first = markOf(text)
  if (first === undefined) return undefined
  const items: string[] = []
  let isAfterBlank = false
  for (const line of text.split('\n')) {
    const mark = markOf(line)
    if ((mark !== undefined && mark.sign !== first.sign) || RULE.test(line)) return undefined
    if (mark !== undefined) items.push(line)
    else {
      const item = items.pop() ?? ''
      const isOutside = line.trim() !== '' && indentOf(line) < lengthOfMark(item)
      if (isOutside && (isAfterBlank || isOtherBlock(line))) return undefined
      items.push(`${item}\n${line}`)
    }
    isAfterBlank = line.trim() === ''
  }
  const { number } = first
  return {
    kind: 'list',
    isOrdered: number !== undefined,
    start: number ?? 1,
    items: gathered(items),
  }
}

function markOf(line: string): { sign: string; number?: number } | undefined {
  const [, sign] = BULLET.exec(line) ?? []
  if (sign !== undefined) return { sign }
  const [, number, after] = NUMBER.exec(line) ?? []
  return after === undefined ? undefined : { sign: after, number: Number(number) }
}

function isOtherBlock(line: string): boolean {
  return MARK_ELSEWHERE.test(line) || OTHER_BLOCK.test(line)
}

/** The column at which the text of an item begins, after its mark. */
function lengthOfMark(item: string): number {
  return /^(?:[-+*]|\d{1,9}[.)])[ \t]{1,4}/.exec(item)?.[0].length ?? 2
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}

/** Joins lines or items to pieces that are long enough. The last piece may still grow. */
function gathered(all: readonly string[]): string[] {
  const pieces: string[] = []
  let piece: string[] = []
  let length = 0
  for (const one of all) {
    piece.push(one)
    length += one.length
    if (length < LENGTH) continue
    pieces.push(ownText(piece.join('\n')))
    piece = []
    length = 0
  }
  return piece.length === 0 ? pieces : [...pieces, ownText(piece.join('\n'))]
}
