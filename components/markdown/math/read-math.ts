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

/**
 * One dollar is a price more often than a formula. So what is between two of them has no blank at
 * its ends, neither a digit nor a capital follows it, and where it begins with a digit, it has no words.
 */
function readBetweenDollars(text: string, at: number): MathRead | undefined {
  const isInside = /[\p{L}\p{N}$\\]/u.test(text[at - 1] ?? '')
  const line = text.slice(at + 1, at + 1 + LONGEST_BETWEEN_DOLLARS)
  const source = /^((?:[^$\n\\]|\\[^\n])+)\$(?![\dA-Z_$])/.exec(line)?.[1]
  if (isInside || source === undefined || /^\s|\s$/.test(source)) return undefined
  if (/^\d/.test(source) && /(^|[^\\a-z])[a-z]{2,}/i.test(source)) return undefined
  return { source, end: at + source.length + 2, isDisplay: false, isOpen: false }
}
