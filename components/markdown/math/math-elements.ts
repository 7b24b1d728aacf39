import { createElement, type ReactNode } from 'react'
import { lettersIn } from './letters'

/** What a formula may consist of: MathML Core, without what leads or loads anything anywhere. */
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
/** No formula may be so wide or so far off that it lies over what is around it. */
const LENGTH = /^(?:-0?\.\d+|\d?(?:\.\d+)?)(?:em|px)$/
const DEEPEST = 60

/** A node of KaTeX's tree, of which nothing is taken for granted. */
type MathNode = {
  type: string
  attributes: Readonly<Record<string, string>>
  children: readonly unknown[]
}

/** A formula's tree as elements; it throws at whatever is not on the list. */
export function elementsOf(tree: unknown, display: boolean): ReactNode {
  return draw(tree, { display, depth: 0 })
}

type Place = { display: boolean; depth: number; alphabet?: string; align?: string; index?: number }

function draw(value: unknown, place: Place): ReactNode {
  if (!isRecord(value)) throw new Error('a formula has a node that is none')
  const { depth, alphabet, index } = place
  if (depth > DEEPEST) throw new Error('a formula is too deep')
  const inside = { display: place.display, depth: depth + 1 }
  if (typeof value['text'] === 'string') return lettersIn(alphabet ?? '', value['text'])
  const node = nodeOf(value)
  // What only wraps, and the source that comes along, are not drawn.
  if (node.type === '')
    return node.children.map((child, at) => draw(child, { ...inside, index: at }))
  if (node.type === 'semantics') return draw(node.children[0], inside)
  const name = node.type === 'menclose' ? 'mrow' : node.type
  if (!elements.has(name)) throw new Error(`a formula may not have <${name}>`)
  const { mathvariant = '', columnalign } = node.attributes
  const children = node.children.map((child, at) =>
    draw(child, { ...inside, index: at, alphabet: mathvariant, align: alignIn(name, at) }),
  )
  return createElement(name, { key: index, ...attributesOf(name, node, place) }, ...children)

  /** A table's alignment goes down to its rows, and from there one word to each cell. */
  function alignIn(parent: string, at: number): string {
    return parent === 'mtr' ? (place.align?.split(' ')[at] ?? '') : (columnalign ?? '')
  }
}

function attributesOf(name: string, node: MathNode, place: Place): Record<string, unknown> {
  const kept = Object.entries(node.attributes).filter(
    ([key, value]) => words.has(key) || (lengths.has(key) && LENGTH.test(value)),
  )
  const align = place.align ?? ''
  return {
    ...Object.fromEntries(kept),
    ...(name === 'mi' && node.attributes['mathvariant'] === 'normal' && { mathvariant: 'normal' }),
    ...(name === 'math' && { display: place.display ? 'block' : 'inline' }),
    ...(name === 'mtd' && /^(left|right)$/.test(align) && { style: { textAlign: align } }),
    ...(name === 'mtable' &&
      node.attributes['columnspacing']?.startsWith('0em') === true && {
        className: 'math-aligned',
      }),
  }
}

function nodeOf(value: Readonly<Record<string, unknown>>): MathNode {
  const { type, attributes, children, character, width } = value
  // A blank of KaTeX's has no type: it is a character, or so many ems.
  if (typeof width === 'number' && !Array.isArray(children)) {
    return typeof character === 'string'
      ? { type: 'mtext', attributes: {}, children: [{ text: character }] }
      : { type: 'mspace', attributes: { width: `${width.toFixed(4)}em` }, children: [] }
  }
  const isElement = typeof type === 'string'
  return {
    type: isElement ? type : '',
    attributes: isElement && isRecord(attributes) ? textsIn(attributes) : {},
    children: Array.isArray(children) ? children : [],
  }
}

function textsIn(attributes: Readonly<Record<string, unknown>>): Record<string, string> {
  const entries = Object.entries(attributes).flatMap(([key, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [[key, String(value)] as const] : [],
  )
  return Object.fromEntries(entries)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
