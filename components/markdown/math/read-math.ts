/** A formula in a text: what is between its marks, and where it ends. */
export type MathRead = { source: string; end: number; isDisplay: boolean; isOpen: boolean }

/** Ends a formula of which more is coming. It is no character of any text. */
export const UNFINISHED = '\uFDD0'

const LONGEST_BETWEEN_DOLLARS = 300
const LONGEST = 2_000

/** The formula that begins at a place of a text, if one does. */
export function readMath(text: string, at: number): MathRead | undefined {
  if (text.startsWith('\\(', at)) return readBracketed(text, at, '\\)')
  if (text.startsWith('\\[', at)) return readBracketed(text, at, '\\]')
  if (text.startsWith('$$', at)) return readDisplay(text, at)
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
  if (/\n[ \t>]*\n/.test(source)) return undefined
  if (!isOpen && source.trim() === '') return undefined
  return { source, end: isOpen ? text.length : found + closeLength, isDisplay, isOpen }
}

/** What may follow a formula at once: `$n$th`, `$x$s`. */
const ENDINGS = String.raw`(?:th|st|nd|rd|s|d)(?![\p{L}\p{N}_$])`
const BETWEEN = new RegExp(
  String.raw`^((?:[^$\n\\]|\\[^\n])+)\$(?:(?=${ENDINGS})|(?![\p{L}\p{N}_$]))`,
  'u',
)

/**
 * One dollar is a price, or begins a name, more often than a formula. So what is between two of them
 * has no blank at its ends and its brackets closed, no word and no digit follows it, and where it
 * begins with a digit, it has no words, and no digit comes next.
 */
function readBetweenDollars(text: string, at: number): MathRead | undefined {
  const isInside = /[\p{L}\p{N}$\\]/u.test(text[at - 1] ?? '')
  const line = text.slice(at + 1, at + 1 + LONGEST_BETWEEN_DOLLARS)
  const source = BETWEEN.exec(line)?.[1]
  if (isInside || source === undefined || /^\s|\s$/.test(source)) return undefined
  if (!isBalanced(source)) return undefined
  const isPriced =
    /(^|[^\\a-z])[a-z]{2,}/i.test(source) || /^\s?\d/.test(line.slice(source.length + 1))
  if (/^\d/.test(source) && isPriced) return undefined
  return { source, end: at + source.length + 2, isDisplay: false, isOpen: false }
}

/** `$10 (R$ 55)` has two prices; intervals such as `[0, 1)` are formulas. */
function isBalanced(source: string): boolean {
  if (source.includes('\\left')) return true
  let open = 0
  for (const character of source) {
    if ('([{'.includes(character)) open += 1
    if (')]}'.includes(character)) open -= 1
    if (open < 0) return false
  }
  return open === 0
}
