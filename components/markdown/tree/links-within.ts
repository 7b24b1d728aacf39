import type { HtmlElement } from './caret-at-end'

type HtmlNode = { type: string; children?: HtmlNode[] } | HtmlElement

/**
 * A rehype plugin: the links within an answer, which are those of footnotes, get the prefix that the
 * sanitizer has put before the IDs.
 */
export function linksWithin(prefix: string) {
  return (tree: HtmlNode): void => {
    prefixIn(tree, prefix)
  }
}

function prefixIn(node: HtmlNode, prefix: string): void {
  if ('properties' in node) {
    const { href } = node.properties
    if (typeof href === 'string' && href.startsWith('#')) {
      node.properties['href'] = `#${prefix}${href.slice(1)}`
    }
  }
  for (const child of node.children ?? []) prefixIn(child, prefix)
}
