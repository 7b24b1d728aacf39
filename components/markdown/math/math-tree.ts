/** A formula, read from KaTeX: elements with their attributes, and text. */
export type MathTree = MathElement | { readonly text: string }
export type MathElement = {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly MathTree[]
}

const DEEPEST = 60

/** Reads KaTeX's tree without trusting it. Throws at a value that is no node, and below `DEEPEST`. */
export function readMathTree(tree: unknown): readonly MathTree[] {
  return read(tree, 0)
}

export function isElement(node: MathTree | undefined): node is MathElement {
  return node !== undefined && 'name' in node
}

/** The text in a node, whatever it is wrapped in. */
export function textOf(node: MathTree): string {
  return isElement(node) ? node.children.map(textOf).join('') : node.text
}

/** Leaves out nodes that only wrap others, and the source that KaTeX adds. */
function read(value: unknown, depth: number): readonly MathTree[] {
  if (!isRecord(value)) throw new Error('a formula has a node that is none')
  if (depth > DEEPEST) throw new Error('a formula is too deep')
  const { text, type, attributes, children, width } = value
  if (typeof text === 'string') return [{ text }]
  const nodes: readonly unknown[] = Array.isArray(children) ? children : []
  if (typeof type !== 'string') {
    // A blank of KaTeX has no type, and its width is in ems.
    return typeof width === 'number' && !Array.isArray(children)
      ? // oxlint-disable-next-line no-restricted-properties -- a length in CSS, which knows no locale
        [{ name: 'mspace', attributes: { width: `${width.toFixed(4)}em` }, children: [] }]
      : nodes.flatMap((node) => read(node, depth + 1))
  }
  if (type === 'semantics') return read(nodes[0], depth + 1)
  return [
    {
      name: type,
      attributes: isRecord(attributes) ? textsIn(attributes) : {},
      children: nodes.flatMap((node) => read(node, depth + 1)),
    },
  ]
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
