import { taggedMarks } from '../text/tagged-marks'
import type { MarkdownNode } from './markdown-node'

/** Tags for which Markdown has no mark. Models write them in pairs and without attributes. */
const PAIRED = /^<(\/?)(sub|sup|kbd)>$/i
const BREAK = /^<br ?\/?>$/i
const LINES_OF_BREAKS = /^[ \t]*<br ?\/?>[ \t]*$/gim
/** The class of a paragraph that keeps its lines and blanks. No other paragraph has a class. */
export const AS_WRITTEN = 'whitespace-pre-wrap'

/**
 * A remark plugin: HTML that a model writes is shown as text, and never drawn as HTML. Only line breaks
 * are drawn, and `<sub>`, `<sup>` and `<kbd>` if they are closed in the element that opened them.
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
  // The paragraphs of a tight list are no elements: their classes would be lost.
  const hName = node.type === 'listItem' ? 'div' : 'p'
  node.children = isOfBlocks
    ? node.children.map((child) => blockOf(child, hName))
    : inlineOf(node.children)
}

function blockOf(node: MarkdownNode, hName: 'div' | 'p'): MarkdownNode {
  if (node.type !== 'html') return node
  const value = (node.value ?? '').replaceAll(LINES_OF_BREAKS, '')
  // In a child of Markdown's tree, each line would lose its blanks.
  const hChildren = [{ type: 'text', value }]
  return { type: 'paragraph', data: { hName, hProperties: { className: [AS_WRITTEN] }, hChildren } }
}

function inlineOf(nodes: readonly MarkdownNode[]): MarkdownNode[] {
  const result: MarkdownNode[] = []
  for (const [index, node] of nodes.entries()) {
    const html = node.type === 'html' ? (node.value ?? '') : ''
    const [, slash, name = ''] = PAIRED.exec(html) ?? []
    const tagged = taggedMarks(html)
    const opening = slash === '/' ? openingOf(result, name) : -1
    if (tagged) {
      result.push(elementOf(tagged.name, [{ type: 'text', value: tagged.marked }]))
    } else if (opening !== -1) {
      const children = result.splice(opening).slice(1).flatMap(shown)
      result.push(elementOf(name.toLowerCase(), children))
    } else if (!BREAK.test(html)) {
      result.push(node)
    } else if (nodes[index + 1]?.type !== 'break') {
      // The end of the line would be a second break.
      result.push({ type: 'break' })
    }
  }
  return result.flatMap(shown)
}

function elementOf(hName: string, children: MarkdownNode[]): MarkdownNode {
  return { type: 'emphasis', data: { hName }, children }
}

/** The index of the last tag of that name that is not closed yet; -1 if there is none. */
function openingOf(nodes: readonly MarkdownNode[], name: string): number {
  return nodes.findLastIndex(
    ({ type, value }) => type === 'html' && value?.toLowerCase() === `<${name.toLowerCase()}>`,
  )
}

/** HTML within a line as text, with its lines. */
function shown(node: MarkdownNode): MarkdownNode[] {
  if (node.type !== 'html') return [node]
  return (node.value ?? '').split('\n').flatMap((value, index) => {
    const text = { type: 'text', value }
    return index === 0 ? [text] : [{ type: 'break' }, text]
  })
}
