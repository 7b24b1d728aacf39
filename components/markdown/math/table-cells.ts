import type { CSSProperties } from 'react'
import type { MathElement } from './math-tree'

type Attributes = MathElement['attributes']
/** The place of a cell in its table. */
export type CellPlace = { table: Attributes; row: number; column: number; columns: number }

const LENGTH = /^(\d*\.?\d+)em$/

/**
 * The looks of a cell. MathML Core has no attributes for the spaces between columns, their alignment
 * and their rules, so those of KaTeX's tree become styles.
 */
export function looksOfCell(place: CellPlace): { style: CSSProperties; className?: string } {
  const { table, row, column, columns } = place
  const align = wordAt(table['columnalign'], column)
  const isRuled = table['columnlines'] !== undefined || table['rowlines'] !== undefined
  const outside = isRuled ? '0.3em' : '0.1em'
  const style = {
    paddingBlock: `${lengthOf(table['rowspacing'] ?? '') / 2}em`,
    paddingInline:
      `${column === 0 ? outside : spaceBeside(table, column - 1)} ` +
      `${column === columns - 1 ? outside : spaceBeside(table, column)}`,
    ...(column > 0 && { borderInlineStart: rule(wordAt(table['columnlines'], column - 1)) }),
    ...(row > 0 && { borderBlockStart: rule(wordAt(table['rowlines'], row - 1)) }),
  }
  return { style, ...(/^(?:left|right)$/.test(align) && { className: `math-${align}` }) }
}

/** Makes a row as high as a row of text, however low its letters are. */
export const STRUT: MathElement = {
  name: 'mspace',
  attributes: { width: '0', height: '0.77em', depth: '0.33em' },
  children: [],
}

/** Half of the space between a column and the next. */
function spaceBeside(table: Attributes, column: number): string {
  return `${lengthOf(wordAt(table['columnspacing'] ?? '1em', column)) / 2}em`
}

/** A list of such words may be short: its last word holds for the rest. */
function wordAt(words: string | undefined, at: number): string {
  const list = (words ?? '').split(' ')
  return list[at] ?? list.at(-1) ?? ''
}

function lengthOf(word: string): number {
  return Number(LENGTH.exec(word)?.[1] ?? 0)
}

function rule(word: string): string | undefined {
  return word === 'solid' || word === 'dashed' ? `1px ${word}` : undefined
}
