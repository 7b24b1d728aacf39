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

const nothing = { tokens: [], numArgs: 1 }
/** The tags of lines are part of them: KaTeX draws none in MathML. A formula's label names nothing here. */
const macros = {
  '\\tag@literal': String.raw`\qquad\text{#1}`,
  '\\mbox': String.raw`\text`,
  '\\label': nothing,
  '\\require': nothing,
}

/** Environments of whole lines, and the same as parts of a formula, which may also be within a line. */
const parts: Record<string, string> = {
  align: 'aligned',
  alignat: 'alignedat',
  eqnarray: 'darray',
  equation: 'gathered',
  gather: 'gathered',
  multline: 'gathered',
}
const LINES = new RegExp(String.raw`\\(begin|end)\{(${Object.keys(parts).join('|')})\*?\}`, 'g')

/** KaTeX numbers whole lines: in MathML they have two more columns for that, but no numbers. */
function asParts(source: string): string {
  return source.replaceAll(LINES, (_, edge: string, name: string) => {
    const columns = edge === 'begin' && name === 'eqnarray' ? '{rcl}' : ''
    return `\\${edge}{${parts[name]}}${columns}`
  })
}

/** A formula as MathML; undefined if it is wrong, or uses something that no formula may. */
export function drawMath(source: string, display: boolean): ReactNode {
  if (source.length > LONGEST) return undefined
  try {
    const tree = treeOf(asParts(source), {
      displayMode: display,
      output: 'mathml',
      throwOnError: true,
      strict: 'ignore',
      // KaTeX asks this about links, images, classes and styles: such a formula is not drawn at all.
      trust: refuse,
      maxExpand: 200,
      maxSize: 10,
      macros: { ...macros },
    })
    return elementsOf(tree, display)
  } catch {
    return undefined
  }
}
