import type { HtmlElement } from './caret-at-end'

type HtmlNode = HtmlElement['children'][number]
type HtmlTree = { type: 'root'; children: HtmlNode[] }

/** What is drawn of a list or table, where its other pieces are drawn beside it. */
export type Part = 'items' | 'head' | 'rows'

const paths: Record<Part, readonly (readonly string[])[]> = {
  items: [['ul', 'ol']],
  head: [['table'], ['thead']],
  rows: [['table'], ['tbody']],
}

/** A rehype plugin: of a list its items alone, or of a table the rows of its head or of its body. */
export function onlyPart(part: Part) {
  return (tree: HtmlTree): void => {
    for (const names of paths[part]) {
      tree.children = tree.children.flatMap((node) => {
        return isElement(node) && names.includes(node.tagName) ? node.children : []
      })
    }
    // Line breaks between rows are no text.
    tree.children = tree.children.filter(isElement)
  }
}

function isElement(node: HtmlNode): node is HtmlElement {
  return node.type === 'element'
}
