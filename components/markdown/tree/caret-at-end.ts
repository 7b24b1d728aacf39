import type { ExtraProps } from 'react-markdown'

/** An element of the tree that react-markdown draws. */
export type HtmlElement = NonNullable<ExtraProps['node']>
type HtmlTree = { type: 'root'; children: HtmlElement['children'][number][] }

/** Elements that can end with text: the caret goes inside them, not below. */
const containers = new Set(
  'p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code table tbody thead tr td th'.split(' '),
)

/** A rehype plugin: puts the full stop that marks a streaming answer after its last character. */
export function caretAtEnd() {
  return (tree: HtmlTree): void => {
    let parent: HtmlTree | HtmlElement = tree
    for (let last = lastElementOf(parent); last; last = lastElementOf(parent)) parent = last
    trimEnd(parent)
    parent.children.push({
      type: 'element',
      tagName: 'span',
      properties: { className: ['caret'], ariaHidden: 'true' },
      children: [],
    })
  }
}

function lastElementOf(parent: HtmlTree | HtmlElement): HtmlElement | undefined {
  const last = parent.children.findLast((child) => child.type !== 'text' || child.value.trim())
  return last?.type === 'element' && containers.has(last.tagName) ? last : undefined
}

/** A line break at the end of code would put the caret on a line of its own. */
function trimEnd(parent: HtmlTree | HtmlElement): void {
  const last = parent.children.at(-1)
  if (last?.type === 'text') last.value = last.value.replace(/\n$/, '')
}
