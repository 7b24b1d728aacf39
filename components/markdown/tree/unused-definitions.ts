import type { MarkdownNode } from './markdown-node'

const REFERENCES = new Set(['linkReference', 'imageReference', 'footnoteReference'])
const DEFINITIONS = new Set(['definition', 'footnoteDefinition'])
/** No other address of an answer is drawn as a link. */
const LINKED = /^(?:https?|mailto):/i
/** A text without any of these needs no parser: a log may have a thousand such lines. */
const MARKUP = /[*_~`$<&\\@]|:\/\/|www\.|.\[/is
const END_OF_LINE = /^[ \t]*\r?\n[ \t>]*$/

/**
 * A remark plugin: Markdown reads `[ERROR]: timeout` as the definition of a link, and hides such a line.
 * A definition that no link of the text refers to, or that has no address, is shown as the text of a
 * paragraph.
 */
export function unusedDefinitions(this: Parser, source: string) {
  const paragraphOf = (text: string): MarkdownNode => {
    const [paragraph, ...more] = MARKUP.test(text) ? (this.parse(`\\${text}`).children ?? []) : []
    if (paragraph?.type === 'paragraph' && more.length === 0) return paragraph
    return { type: 'paragraph', children: [{ type: 'text', value: text }] }
  }
  return (tree: MarkdownNode): void => {
    const used = new Set<string>()
    collect(tree, used)
    showUnused(tree, { used, source, paragraphOf })
  }
}

/** The `this` of a remark plugin, as far as this plugin uses it. */
type Parser = { parse: (text: string) => MarkdownNode }

type Showing = {
  used: Set<string>
  source: string
  paragraphOf: (text: string) => MarkdownNode
}

function collect({ type, identifier, children }: MarkdownNode, used: Set<string>): void {
  if (identifier !== undefined && REFERENCES.has(type)) used.add(identifier)
  for (const child of children ?? []) collect(child, used)
}

/** The first definition of a name takes it from `used`: a second one of the same name is unused. */
function showUnused(node: MarkdownNode, showing: Showing): void {
  if (!node.children) return
  const { used, source, paragraphOf } = showing
  const result: MarkdownNode[] = []
  let lastShown: { paragraph: MarkdownNode; end: number } | undefined
  for (const child of node.children) {
    const isUnused =
      DEFINITIONS.has(child.type) && !(leads(child) && used.delete(child.identifier ?? ''))
    if (!isUnused) showUnused(child, showing)
    const [start = 0, end = 0] = [child.position?.start.offset, child.position?.end.offset]
    const paragraph = isUnused ? paragraphOf(source.slice(start, end)) : child
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

/** Whether a definition has something to refer to: a footnote always has. */
function leads({ url }: MarkdownNode): boolean {
  return url === undefined || LINKED.test(url)
}
