import type { MarkdownNode } from './markdown-node'

/** What models write for want of a mark, in pairs and without attributes. */
const PAIRED = /^<(\/?)(sub|sup|kbd)>$/i
const BREAK = /^<br ?\/?>$/i

/**
 * A remark plugin: HTML that a model writes is shown as the text it is, and never as HTML; but for line
 * breaks, and for `<sub>`, `<sup>` and `<kbd>` where they are closed beside where they were opened.
 */
export function htmlAsText() {
  return (tree: MarkdownNode): void => {
    replaceIn(tree)
  }
}

function replaceIn(node: MarkdownNode): void {
  if (!node.children) return
  for (const child of node.children) replaceIn(child)
  const isOfBlocks = ['root', 'blockquote', 'listItem', 'footnoteDefinition'].includes(node.type)
  node.children = isOfBlocks ? node.children.map(blockOf) : inlineOf(node.children)
}

function blockOf(node: MarkdownNode): MarkdownNode {
  if (node.type !== 'html') return node
  return { type: 'paragraph', children: linesOf(node.value ?? '') }
}

/** Each in its line, as it was written. */
function linesOf(html: string): MarkdownNode[] {
  return html.split('\n').flatMap((line, index) => {
    const shown = BREAK.test(line.trim()) ? [] : [{ type: 'text', value: line }]
    return index === 0 ? shown : [{ type: 'break' }, ...shown]
  })
}

function inlineOf(nodes: readonly MarkdownNode[]): MarkdownNode[] {
  const result: MarkdownNode[] = []
  for (const node of nodes) {
    if (node.type !== 'html') {
      result.push(node)
      continue
    }
    const html = node.value ?? ''
    const [, slash, name = ''] = PAIRED.exec(html) ?? []
    const opening = slash === '/' ? openingOf(result, name) : -1
    if (BREAK.test(html)) result.push({ type: 'break' })
    else if (opening !== -1) {
      const children = result.splice(opening).slice(1)
      result.push({ type: 'emphasis', data: { hName: name.toLowerCase() }, children })
    } else result.push({ type: 'text', value: html })
  }
  return result
}

/** Where the latest of that name stands that is not closed yet. */
function openingOf(nodes: readonly MarkdownNode[], name: string): number {
  return nodes.findLastIndex(
    ({ type, value }) => type === 'text' && value?.toLowerCase() === `<${name.toLowerCase()}>`,
  )
}
