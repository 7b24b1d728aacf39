import type { HtmlElement } from './caret-at-end'

type HtmlNode = HtmlElement['children'][number]
type HtmlTree = { type: 'root'; children: HtmlNode[] }

/** The part of a list or table that is drawn, if its other pieces are drawn separately. */
export type Part = 'items' | 'head' | 'rows'

const paths: Record<Part, readonly (readonly string[])[]> = {
  items: [['ul', 'ol']],
  head: [['table'], ['thead']],
  rows: [['table'], ['tbody']],
}

/** A rehype plugin: keeps only the items of a list, or the rows of a table's head or body. */
export function onlyPart(part: Part) {
  return (tree: HtmlTree): void => {
    for (const names of paths[part]) {
      tree.children = tree.children.flatMap((node) => {
        return isElement(node) && names.includes(node.tagName) ? node.children : []
      })
    }
    // The line breaks between rows are not drawn.
    tree.children = tree.children.filter(isElement)
  }
}

function isElement(node: HtmlNode): node is HtmlElement {
  return node.type === 'element'
}
