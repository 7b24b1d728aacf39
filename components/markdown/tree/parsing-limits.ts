import type { RemarkProcessor } from './remark-processor'

/** What parsing may take before it is given up, in milliseconds: twice what `drawingWork` lets through. */
const LONGEST_MS = 600
/** A text of fewer characters takes that long only where the machine is busy with other things. */
const SHORT = 5_000
/** Nodes within each other: what draws them, and what lays them out, goes down by calls. */
const DEEPEST = 100

type Tokenize = (effects: unknown, found: unknown, notFound: () => unknown) => () => unknown
/** What micromark asks at each of its steps. */
type Extension = Record<'document' | 'flow' | 'text', { null: { tokenize: Tokenize } }> & {
  insideSpan: { null: { resolveAll: (events: unknown) => unknown }[] }
}
type Tree = { children?: readonly Tree[] }

/**
 * A remark plugin for a text of so many characters: it throws where parsing takes too long, as soon as
 * the parser gives it the chance, and where the tree is too deep to be drawn.
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
