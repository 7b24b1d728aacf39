import { isElement, textOf, type MathElement, type MathTree } from './math-tree'

/** The sign after the name of a function. Browsers give it no width. */
const APPLICATION = '\u2061'
const CLOSING = new Set([')', ']', '}', '⟩', '⌉', '⌋', '!'])
const SCRIPTED = new Set(['msub', 'msup', 'msubsup', 'munder', 'mover', 'munderover'])
const THIN: MathElement = { name: 'mspace', attributes: { width: '0.1667em' }, children: [] }

/**
 * The children of a row, with the thin spaces that TeX puts around names of functions, so that
 * `n \log n` does not look like one word. Brackets and signs get no space.
 */
export function spaceFunctions(row: readonly MathTree[]): readonly MathTree[] {
  return row.flatMap((node, at) => {
    const before = row[at - 1]
    const after = row[at + 1]
    const isBegun = beginsFunction(node, after) && before !== undefined && endsOperand(before)
    const isEnded = endsFunction(node) && after !== undefined && beginsOperand(after)
    return [...(isBegun ? [THIN] : []), node, ...(isEnded ? [THIN] : [])]
  })
}

function beginsFunction(node: MathTree, after: MathTree | undefined): boolean {
  return isScripted(node) || (isElement(node) && node.name === 'mi' && isApplication(after))
}

function endsFunction(node: MathTree): boolean {
  return isApplication(node) || isScripted(node)
}

/** A name with something above or below it: its base is a row that ends with the application. */
function isScripted(node: MathTree): boolean {
  if (!isElement(node) || !SCRIPTED.has(node.name)) return false
  const base = node.children[0]
  return isElement(base) && (isScripted(base) || isApplication(base.children.at(-1)))
}

function isApplication(node: MathTree | undefined): boolean {
  return isElement(node) && node.name === 'mo' && textOf(node) === APPLICATION
}

function endsOperand(node: MathTree): boolean {
  if (endsFunction(node) || isBlank(node) || !isElement(node)) return false
  return node.name !== 'mo' || CLOSING.has(textOf(node))
}

function beginsOperand(node: MathTree): boolean {
  if (isBlank(node) || !isElement(node)) return false
  const first = node.name === 'mrow' ? node.children[0] : undefined
  const isBracketed = isElement(first) && first.attributes['fence'] === 'true'
  return node.name !== 'mo' && !isBracketed
}

function isBlank(node: MathTree): boolean {
  return isElement(node) && node.name !== 'mtable' && !/\S/.test(textOf(node)) && hasNoBox(node)
}

/** An element without text may still be drawn: a root of nothing has its sign. */
function hasNoBox({ name }: MathElement): boolean {
  return ['mspace', 'mtext', 'mrow', 'mphantom'].includes(name)
}
