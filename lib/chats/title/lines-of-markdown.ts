import type { Keep } from './kept-pieces'

/** The opening of a block of code, or of a formula. */
const FENCE = /^\s*(?:[-+*>]\s+)*(`{3,}(?=[^`]*$)|~{3,}|\$\$(?=\s*$)|\\\[(?=\s*$))/
const END_OF_FORMULA = /^\s*(?:\$\$|\\\])\s*$/

/** A line of signs alone: between parts, below a heading. */
const RULE = /^\s*(?:(?:\*\s*){3,}|(?:_\s*){3,}|(?:-\s*)+|=+)$/
/** The line of a table that marks its columns. */
const COLUMNS = /^(?=[^|]*\|)[\s|:-]*-[\s|:-]*$/

const QUOTE = /^\s*(?:>(?!=)\s?)+/
const BULLET = /^\s*[-+*](?:\s+|$)/
const TASK = /^\[[ xX]\]\s+/
const NUMBER = /^\s*\d{1,9}[.)](?:\s+|$)/
const HEADING = /^\s*#{1,6}(?:\s+|$)/

/** The lines of a text without the signs at their beginnings and ends, and without fences. */
export function linesOfMarkdown(text: string, keep: Keep): string[] {
  const lines = text.split('\n')
  const rows = tableRows(lines)
  const words: string[] = []
  let fence: string | undefined
  for (const [index, line] of lines.entries()) {
    if (fence !== undefined) {
      if (ends(line, fence)) fence = undefined
      else words.push(keep(line))
      continue
    }
    fence = FENCE.exec(line)?.[1]
    if (fence !== undefined || RULE.test(line)) continue
    const row = rows.has(index) ? line.replaceAll(/(?<!\\)\|/g, ' ') : line
    if (!COLUMNS.test(line)) words.push(withoutBeginning(row, isListed(lines, index)))
  }
  return words
}

function ends(line: string, fence: string): boolean {
  const [sign = ''] = fence
  if (sign !== '`' && sign !== '~') return END_OF_FORMULA.test(line)
  return new RegExp(String.raw`^[\s>]*${sign}{${fence.length},}\s*$`).test(line)
}

function withoutBeginning(line: string, isNumbered: boolean): string {
  const item = line.replace(QUOTE, '').replace(BULLET, '').replace(TASK, '')
  const words = isNumbered ? item.replace(NUMBER, '') : item
  if (!HEADING.test(words)) return words.replace(/\\$/, '')
  return words.replace(HEADING, '').replace(/(?:^|\s)#+\s*$/, '')
}

/** A number alone is a date or a rank in many languages: "2. Weltkrieg". */
function isListed(lines: readonly string[], index: number): boolean {
  if (!NUMBER.test(lines[index] ?? '')) return false
  const isSpoken = (line: string) => line.trim() !== ''
  const neighbours = [
    lines.slice(0, index).findLast(isSpoken),
    lines.slice(index + 1).find(isSpoken),
  ]
  return neighbours.some((line) => line !== undefined && NUMBER.test(line))
}

/** The rows of tables: the line above the one that marks the columns, and those below with a `|`. */
function tableRows(lines: readonly string[]): Set<number> {
  const rows = new Set<number>()
  for (const [index, line] of lines.entries()) {
    if (!COLUMNS.test(line)) continue
    rows.add(index - 1)
    for (let at = index + 1; lines[at]?.includes('|') === true; at++) rows.add(at)
  }
  return rows
}
