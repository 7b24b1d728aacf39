type MarkdownNode = { type: string; value?: string; children?: MarkdownNode[] }

/** A remark plugin: HTML that a model writes is shown as the text it is, and never as HTML. */
export function htmlAsText() {
  return (tree: MarkdownNode): void => {
    replaceIn(tree, tree.type)
  }
}

function replaceIn(node: MarkdownNode, type: string): void {
  if (!node.children) return
  node.children = node.children.map((child) => {
    if (child.type !== 'html') {
      replaceIn(child, child.type)
      return child
    }
    const text = { type: 'text', value: child.value ?? '' }
    const isBlock = type === 'root' || type === 'blockquote' || type === 'listItem'
    return isBlock ? { type: 'paragraph', children: [text] } : text
  })
}
