import { createElement, type CSSProperties, type ReactNode } from 'react'
import { spaceFunctions } from './function-spacing'
import { lettersIn } from './letters'
import { substituteFor } from './math-substitutes'
import { isElement, readMathTree, textOf, type MathElement, type MathTree } from './math-tree'
import { looksOfCell, STRUT, type CellPlace } from './table-cells'

/** The elements of a formula: those of MathML Core that neither link nor load anything. */
const elements = new Set(
  (
    'math mrow mi mn mo ms mtext mspace msub msup msubsup mfrac msqrt mroot mover munder ' +
    'munderover mmultiscripts mtable mtr mtd mstyle mpadded mphantom'
  ).split(' '),
)
const words = new Set(
  (
    'stretchy fence separator form accent accentunder movablelimits largeop symmetric scriptlevel ' +
    'displaystyle'
  ).split(' '),
)
const lengths = new Set(
  'lspace rspace minsize maxsize linethickness width height depth voffset'.split(' '),
)
/** No length may make a formula so large, or move it so far, that it covers the text around it. */
const LENGTH = /^(?:-0?\.\d+|\d?(?:\.\d+)?)(?:em|px)$|^0$/
/** These have a fixed number of children, so no space is put between them. */
const FIXED = new Set('msub msup msubsup mfrac mroot mover munder munderover mtable mtr'.split(' '))
const SCRIPTED = new Set('msub msup msubsup munder mover munderover'.split(' '))
const ARROW_BESIDE_LABEL = '0.6em'
/** The classes for KaTeX's frames around something, and for its lines through something. */
const enclosures: Record<string, string> = {
  box: 'math-boxed',
  left: 'math-ruled-left',
  right: 'math-ruled-right',
  top: 'math-ruled-top',
  bottom: 'math-ruled-bottom',
  updiagonalstrike: 'math-struck-up',
  downdiagonalstrike: 'math-struck-down',
  horizontalstrike: 'math-struck-through',
}

/** KaTeX's tree of a formula as elements. Throws at an element that is not on the list. */
export function elementsOf(tree: unknown, display: boolean): ReactNode {
  return readMathTree(tree).map((node, index) => draw(node, { display, index }))
}

type Place = {
  display: boolean
  index: number
  /** The node is above or below another one, where TeX puts no space around signs. */
  isScript?: boolean
  isAccent?: boolean
  alphabet?: string
  cell?: CellPlace
}

function draw(given: MathTree, place: Place): ReactNode {
  if (!isElement(given)) return lettersIn(place.alphabet ?? '', given.text)
  const node = substituteFor(given)
  const name = nameOf(node)
  if (!elements.has(name)) throw new Error(`a formula may not have <${node.name}>`)
  const alphabet = node.attributes['mathvariant'] ?? ''
  const children = childrenOf(node, place).map((child, index) => {
    const isAccent = node.attributes['accent'] === 'true' && index === 1
    const isScript = place.isScript === true || (SCRIPTED.has(name) && index > 0)
    const { display } = place
    return draw(child, {
      display,
      index,
      isAccent,
      isScript,
      alphabet,
      ...cellIn(node, place, index),
    })
  })
  return createElement(name, { key: place.index, ...attributesOf(name, node, place) }, ...children)
}

/** An element that MathML Core does not have, or not with elements in it, is drawn as a row. */
function nameOf({ name, attributes, children }: MathElement): string {
  const isRowOfSorts = name === 'mo' && children.some(isElement)
  const isWidened = name === 'mpadded' && attributes['width']?.startsWith('+') === true
  return name === 'menclose' || isRowOfSorts || isWidened ? 'mrow' : name
}

function childrenOf(node: MathElement, { cell }: Place): readonly MathTree[] {
  if (FIXED.has(node.name)) return node.children
  const row = spaceFunctions(fencesAtTheEnds(node.children))
  return node.name === 'mtd' && cell?.column === 0 ? [STRUT, ...row] : row
}

/** A fence grows with its content, even if it is not a bracket, or faces the other way. */
function fencesAtTheEnds(row: readonly MathTree[]): readonly MathTree[] {
  return row.map((node, at) => {
    if (!isElement(node) || node.name !== 'mo' || node.attributes['fence'] === undefined)
      return node
    const form = at === 0 ? { form: 'prefix' } : at === row.length - 1 ? { form: 'postfix' } : {}
    const close = { stretchy: 'true', symmetric: 'true', lspace: '0', rspace: '0' }
    return { ...node, attributes: { ...close, ...form, ...node.attributes } }
  })
}

/** The place that a table hands to its rows, and a row to its cells. */
function cellIn(node: MathElement, { cell }: Place, index: number): { cell?: CellPlace } {
  if (node.name === 'mtable') {
    return { cell: { table: node.attributes, row: index, column: 0, columns: 0 } }
  }
  if (node.name !== 'mtr' || !cell) return {}
  return { cell: { ...cell, column: index, columns: node.children.length } }
}

function attributesOf(name: string, node: MathElement, place: Place): Record<string, unknown> {
  const kept = Object.entries(node.attributes).filter(
    ([key, value]) => words.has(key) || (lengths.has(key) && LENGTH.test(value)),
  )
  return {
    ...(name === 'mo' && place.isScript === true && { lspace: '0', rspace: '0' }),
    ...(name === node.name && Object.fromEntries(kept)),
    ...(name === 'mi' && node.attributes['mathvariant'] === 'normal' && { mathvariant: 'normal' }),
    ...(name === 'math' && { display: place.display ? 'block' : 'inline' }),
    ...(place.isAccent === true && textOf(node) === '→' && { className: 'math-arrow-above' }),
    ...(name === 'mtd' && place.cell && looksOfCell(place.cell)),
    ...(node.name === 'menclose'
      ? { className: enclosing(node.attributes['notation'] ?? '') }
      : name !== node.name && { style: paddingOf(node.attributes) }),
  }
}

function enclosing(notation: string): string {
  return notation
    .split(' ')
    .flatMap((word) => enclosures[word] ?? [])
    .join(' ')
}

/** The space at the sides of an element that is drawn as a row, which has no such attribute. */
function paddingOf({ lspace = '', width }: MathElement['attributes']): CSSProperties {
  // An element that is wider than its text is the label of an arrow, which is as long as its label.
  if (width?.startsWith('+') === true) return { paddingInline: ARROW_BESIDE_LABEL }
  return LENGTH.test(lspace) ? { paddingInline: lspace } : {}
}
