import type { HtmlElement } from './caret-at-end'

type HtmlNode = HtmlElement['children'][number]
type HtmlTree = { type: 'root'; children: HtmlNode[] }

const LETTER = /\p{L}/u
const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u

/**
 * A rehype plugin: a paragraph, list or table that begins in a script that is written from right to
 * left has that direction as a whole, with its marks and columns. Code at its beginning does not count.
 */
export function rightToLeft() {
  return (tree: HtmlTree): void => {
    for (const child of tree.children) {
      if (child.type !== 'element') continue
      const letter = firstLetterIn(child)
      if (letter !== undefined && RIGHT_TO_LEFT.test(letter)) child.properties['dir'] = 'rtl'
    }
  }
}

/** Whether a Markdown text begins in a right-to-left script. */
export function isRightToLeft(text: string): boolean {
  const letter = LETTER.exec(text.replaceAll(/`[^`\n]*`/g, ''))?.[0]
  return letter !== undefined && RIGHT_TO_LEFT.test(letter)
}

function firstLetterIn(node: HtmlNode): string | undefined {
  if (node.type === 'text') return LETTER.exec(node.value)?.[0]
  if (node.type !== 'element' || node.tagName === 'code') return undefined
  for (const child of node.children) {
    const letter = firstLetterIn(child)
    if (letter !== undefined) return letter
  }
  return undefined
}
