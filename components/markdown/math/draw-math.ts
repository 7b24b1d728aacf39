import katex, { type KatexOptions } from 'katex'
import type { ReactNode } from 'react'
import { elementsOf } from './math-elements'

const LONGEST = 2_000

type Katex = { __renderToDomTree: (source: string, options: KatexOptions) => unknown }

/** KaTeX can also return its tree, so that no markup has to be parsed. */
const { __renderToDomTree: treeOf }: Katex = Object.assign({ __renderToDomTree: refuse }, katex)

function refuse(): never {
  throw new Error('this formula leads somewhere, or KaTeX has no tree')
}

/** A formula as MathML; undefined if it is wrong, or uses something that no formula may. */
export function drawMath(source: string, display: boolean): ReactNode {
  if (source.length > LONGEST) return undefined
  try {
    const tree = treeOf(source, {
      displayMode: display,
      output: 'mathml',
      throwOnError: true,
      strict: 'ignore',
      // KaTeX asks this about links, images, classes and styles: such a formula is not drawn at all.
      trust: refuse,
      maxExpand: 200,
      maxSize: 10,
      macros: {},
    })
    return elementsOf(tree, display)
  } catch {
    return undefined
  }
}
