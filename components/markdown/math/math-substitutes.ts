import { isElement, textOf, type MathElement, type MathTree } from './math-tree'

/** The usual arrows of many fonts do not grow, and are shorter than a word. */
const LONG_ARROWS: Record<string, string> = { '→': '⟶', '↔': '⟷' }
/** Signs for accents that grow, and signs for those that are close to a letter. */
const WIDE_ACCENTS: Record<string, string> = { ...LONG_ARROWS, '^': '\u0302', '~': '\u0303' }
const NARROW_ACCENTS: Record<string, string> = { '^': '\u02c6', '~': '\u02dc', '\u20d7': '→' }

/** Replaces the signs of KaTeX that browsers draw badly with signs that they draw as KaTeX would. */
export function substituteFor(node: MathElement): MathElement {
  const [base, over] = node.children
  if (node.attributes['accent'] === 'true' && isElement(over)) {
    const isWide = over.attributes['stretchy'] === 'true'
    return withChild(node, 1, spelled(over, isWide ? WIDE_ACCENTS : NARROW_ACCENTS))
  }
  if (isElement(base) && base.name === 'mo' && base.attributes['minsize'] !== undefined) {
    return withChild(node, 0, spelled(base, LONG_ARROWS))
  }
  // A prime is raised already, without being a superscript.
  if (node.name === 'msup' && base && over && /^′+$/.test(textOf(over))) {
    const attributes = { lspace: '0', rspace: '0' }
    const primes = { name: 'mo', attributes, children: [{ text: textOf(over) }] }
    return { name: 'mrow', attributes: {}, children: [base, primes] }
  }
  return node
}

function withChild(node: MathElement, at: number, child: MathTree): MathElement {
  return { ...node, children: node.children.with(at, child) }
}

function spelled(sign: MathElement, spelling: Readonly<Record<string, string>>): MathElement {
  const text = textOf(sign)
  return { ...sign, children: [{ text: spelling[text] ?? text }] }
}
