import type { MarkdownNode } from './markdown-node'

const REFERENCES = new Set(['linkReference', 'imageReference', 'footnoteReference'])
const DEFINITIONS = new Set(['definition', 'footnoteDefinition'])

/**
 * A remark plugin: `[ERROR]: timeout` is read as where a link leads, and such lines are not shown. What
 * no link of the text refers to was no definition: it is shown as it was written.
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

function showUnused(node: MarkdownNode, used: ReadonlySet<string>, source: string): void {
  if (!node.children) return
  node.children = node.children.map((child) => {
    const { type, identifier = '', position } = child
    if (!DEFINITIONS.has(type) || used.has(identifier)) {
      showUnused(child, used, source)
      return child
    }
    const text = source.slice(position?.start.offset, position?.end.offset)
    return { type: 'paragraph', children: [{ type: 'text', value: text }] }
  })
}
