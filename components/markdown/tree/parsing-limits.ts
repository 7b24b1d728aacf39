import type { RemarkProcessor } from './remark-processor'

/** The longest time for parsing. A text that `drawingWork` lets through should take far less. */
const LONGEST_MS = 600
/** A text of fewer characters takes that long only on a machine that is busy with other things. */
const SHORT = 5_000
/** The most nested nodes: drawing and layout recurse into each level. */
const DEEPEST = 100

type Tokenize = (effects: unknown, found: unknown, notFound: () => unknown) => () => unknown
/** The constructs that micromark asks at each of its steps. */
type Extension = Record<'document' | 'flow' | 'text', { null: { tokenize: Tokenize } }> & {
  insideSpan: { null: { resolveAll: (events: unknown) => unknown }[] }
}
type Tree = { children?: readonly Tree[] }

/**
 * A remark plugin for a text of `length` characters. Throws if parsing takes too long, as soon as the
 * parser gives it the chance, and if the tree is too deep to be drawn.
 */
export function parsingLimits(length: number) {
  return function limitParsing(this: RemarkProcessor) {
    const deadline = length < SHORT ? Infinity : performance.now() + LONGEST_MS
    const check = () => {
      if (performance.now() > deadline) throw new Error('parsing took too long')
    }
    const data = this.data()
    data.micromarkExtensions = [...(data.micromarkExtensions ?? []), askingEachStep(check)]
    return (tree: Tree): void => {
      check()
      if (isDeeper(tree, DEEPEST)) throw new Error('the text is nested too deep')
    }
  }
}

function askingEachStep(check: () => void): Extension {
  const step = {
    null: {
      tokenize: (_effects: unknown, _found: unknown, notFound: () => unknown) => {
        check()
        return notFound
      },
    },
  }
  const resolveAll = (events: unknown) => {
    check()
    return events
  }
  return { document: step, flow: step, text: step, insideSpan: { null: [{ resolveAll }] } }
}

function isDeeper({ children = [] }: Tree, most: number): boolean {
  return most === 0 || children.some((child) => isDeeper(child, most - 1))
}
