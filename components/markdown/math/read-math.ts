import { characterAt, characterBefore, isUnspacedLetter } from '../text/characters'

/** A formula in a text: the source between its marks, and the place at which it ends. */
export type MathRead = { source: string; end: number; isDisplay: boolean; isOpen: boolean }

const ENVIRONMENT =
  /\\begin\{((?:align|alignat|eqnarray|equation|gather|multline|[bBpvV]?matrix|d?cases|aligned|gathered)\*?)\}/y

/** Ends a formula that is still coming. Unicode promises that no text has this character. */
export const UNFINISHED = '\uFDD0'

const LONGEST_BETWEEN_DOLLARS = 300
const LONGEST = 2_000
const BLANK_LINE = /\n[ \t>]*\n/

/** The formula that begins at a place of a text, if one does. */
export function readMath(text: string, at: number): MathRead | undefined {
  if (text.startsWith('\\(', at)) return readBracketed(text, at, '\\)')
  if (text.startsWith('\\[', at)) return readBracketed(text, at, '\\]')
  if (text.startsWith('$$', at)) return readDisplay(text, at)
  if (text.startsWith('\\begin{', at)) return readEnvironment(text, at)
  return text[at] === '$' ? readBetweenDollars(text, at) : undefined
}

function readBracketed(text: string, at: number, close: string): MathRead | undefined {
  const isDisplay = close === '\\]'
  let end = at + 2
  const most = Math.min(text.length, end + LONGEST + 1)
  while (end < most && !text.startsWith(close, end)) end += text[end] === '\\' ? 2 : 1
  const read = readUntil(text, at + 2, end, 2, isDisplay)
  // An escaped link is no formula.
  return read && text[read.end] === '(' && isDisplay ? undefined : read
}

function readDisplay(text: string, at: number): MathRead | undefined {
  const [dollars = ''] = /^\$+/.exec(text.slice(at, at + 9)) ?? []
  const start = at + dollars.length
  const next = text.slice(start, start + LONGEST + dollars.length).indexOf(dollars)
  return readUntil(text, start, next === -1 ? text.length : start + next, dollars.length, true)
}

/** An environment of LaTeX that is in no other marks. One that is still coming is text until it ends. */
function readEnvironment(text: string, at: number): MathRead | undefined {
  ENVIRONMENT.lastIndex = at
  const [begin, name] = ENVIRONMENT.exec(text) ?? []
  if (begin === undefined) return undefined
  const end = `\\end{${name}}`
  const found = text.slice(at, at + LONGEST).indexOf(end)
  const source = text.slice(at, at + found + end.length)
  if (found === -1 || BLANK_LINE.test(source)) return undefined
  return { source, end: at + source.length, isDisplay: true, isOpen: false }
}

function readUntil(
  text: string,
  start: number,
  found: number,
  closeLength: number,
  isDisplay: boolean,
): MathRead | undefined {
  const isOpen = found >= text.length
  if (found - start > LONGEST) return undefined
  const source = text.slice(start, found)
  if (BLANK_LINE.test(source)) return undefined
  if (!isOpen && source.trim() === '') return undefined
  return { source, end: isOpen ? text.length : found + closeLength, isDisplay, isOpen }
}

/** Endings that may directly follow a formula: `$n$th`, `$x$s`. */
const ENDING = /^(?:th|st|nd|rd|s|d)(?![\p{L}\p{N}_$])/u
const BETWEEN = /^(?:[^$\n\\]|\\[^\n])+(?=\$)/
const LETTER_OR_DIGIT = /[\p{L}\p{N}_$]/u
/** A path, an address or a setting goes on behind the name of a variable: `$a/$(b)`, `$a:${b}`. */
const GOES_ON = /[/:@"]$/
/** `<kbd>$</kbd>` names a key. */
const TAG = /<\/?(?:br|kbd|su[bp])\b/i

/**
 * One dollar is a price, or begins a name, more often than a formula. So a formula between two of them
 * has no blank at its ends, its brackets are closed, and no letter or digit is beside it. If it begins
 * with a digit, it has no words, and no digit comes next.
 */
function readBetweenDollars(text: string, at: number): MathRead | undefined {
  const line = text.slice(at + 1, at + 1 + LONGEST_BETWEEN_DOLLARS)
  const source = BETWEEN.exec(line)?.[0]
  if (source === undefined || /^\s|\s$/.test(source)) return undefined
  const behind = line.slice(source.length + 1)
  if (isPartOfWord(characterBefore(text, at)) || text[at - 1] === '\\') return undefined
  if (isPartOfWord(characterAt(behind, 0)) && !ENDING.test(behind)) return undefined
  if (GOES_ON.test(source) || areSubstitutions(source, behind) || !isBalanced(source)) {
    return undefined
  }
  if (TAG.test(source)) return undefined
  if (/^\d/.test(source) && isPriced(source, behind)) return undefined
  return { source, end: at + source.length + 2, isDisplay: false, isOpen: false }
}

/** Scripts without spaces write their words right beside a formula: `设$x$为`. */
function isPartOfWord(character: string): boolean {
  return LETTER_OR_DIGIT.test(character) && !isUnspacedLetter(character)
}

/** Substitutions of a shell or a script: `${a}-${b}`, `$(a)$(b)`. */
function areSubstitutions(source: string, behind: string): boolean {
  return /^[({]/.test(source) && behind[0] === source[0]
}

function isPriced(source: string, behind: string): boolean {
  const hasWords =
    /(^|[^\\a-z])[a-z]{2,}/i.test(source) || Array.from(source).some(isUnspacedLetter)
  return hasWords || /^\s?\d/.test(behind)
}

/** `$10 (R$ 55)` has two prices; intervals such as `[0, 1)` are formulas. */
function isBalanced(source: string): boolean {
  if (source.includes('\\left')) return true
  let open = 0
  for (const character of source.replaceAll(/\\[^a-z]/gi, '')) {
    if ('([{'.includes(character)) open += 1
    if (')]}'.includes(character)) open -= 1
    if (open < 0) return false
  }
  return open === 0
}
