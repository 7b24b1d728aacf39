import type { MarkdownNode } from './markdown-node'

const REFERENCES = new Set(['linkReference', 'imageReference', 'footnoteReference'])
const DEFINITIONS = new Set(['definition', 'footnoteDefinition'])
const END_OF_LINE = /^[ \t]*\r?\n[ \t>]*$/

/**
 * A remark plugin: Markdown reads `[ERROR]: timeout` as the definition of a link, and hides such a line.
 * A definition that no link of the text refers to is shown as it was written.
 */
export function unusedDefinitions(source: string) {
  return (tree: MarkdownNode): void => {
    const used = new Set<string>()
    collect(tree, used)
    showUnused(tree, used, source)
  }
}

function collect({ type, identifier, children }: MarkdownNode, used: Set<string>): void {
  if (identifier !== undefined && REFERENCES.has(type)) used.add(identifier)
  for (const child of children ?? []) collect(child, used)
}

/** The first definition of a name takes it from `used`: a second one of the same name is unused. */
function showUnused(node: MarkdownNode, used: Set<string>, source: string): void {
  if (!node.children) return
  const result: MarkdownNode[] = []
  let lastShown: { paragraph: MarkdownNode; end: number } | undefined
  for (const child of node.children) {
    const isUnused = DEFINITIONS.has(child.type) && !used.delete(child.identifier ?? '')
    if (!isUnused) showUnused(child, used, source)
    const [start = 0, end = 0] = [child.position?.start.offset, child.position?.end.offset]
    const paragraph = isUnused ? paragraphOf(child, source.slice(start, end)) : child
    const isNextLine = lastShown && END_OF_LINE.test(source.slice(lastShown.end, start))
    if (lastShown && isNextLine === true && paragraph.type === 'paragraph') {
      const lines = [{ type: 'text', value: '\n' }, ...(paragraph.children ?? [])]
      lastShown.paragraph.children?.push(...lines)
      lastShown.end = end
      if (!isUnused) lastShown = undefined
    } else {
      result.push(paragraph)
      lastShown = isUnused ? { paragraph, end } : undefined
    }
  }
  node.children = result
}

/** The definition as it was written, with its web address as a link. */
function paragraphOf({ url = '' }: MarkdownNode, text: string): MarkdownNode {
  const at = /^https?:/i.test(url) ? text.indexOf(url) : -1
  if (at === -1) return { type: 'paragraph', children: [{ type: 'text', value: text }] }
  const link = { type: 'link', url, children: [{ type: 'text', value: url }] }
  const [before, after] = [text.slice(0, at), text.slice(at + url.length)]
  return {
    type: 'paragraph',
    children: [{ type: 'text', value: before }, link, { type: 'text', value: after }],
  }
}
