import katex, { type KatexOptions } from 'katex'
import type { ReactNode } from 'react'
import { elementsOf } from './math-elements'

const LONGEST = 2_000

type Katex = { __renderToDomTree: (source: string, options: KatexOptions) => unknown }

/** KaTeX gives its tree also, with which no markup has to be read. */
const { __renderToDomTree: treeOf }: Katex = Object.assign({ __renderToDomTree: refuse }, katex)

function refuse(): never {
  throw new Error('this formula leads somewhere, or KaTeX has no tree')
}

/** A formula as MathML; undefined where it is none, or wants what no formula may. */
export function drawMath(source: string, display: boolean): ReactNode {
  if (source.length > LONGEST) return undefined
  try {
    const tree = treeOf(source, {
      displayMode: display,
      output: 'mathml',
      throwOnError: true,
      strict: 'ignore',
      // Links, images, classes and styles: asked whether it may, we do not draw the formula at all.
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
