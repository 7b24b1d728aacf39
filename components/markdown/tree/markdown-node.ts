/** A node of Markdown's tree, as far as our plugins look at it. */
export type MarkdownNode = {
  type: string
  value?: string
  children?: MarkdownNode[]
  /** The element that is drawn in place of the usual one, its class, and what is in it. */
  data?: { hName?: string; hProperties?: { className: string[] }; hChildren?: MarkdownNode[] }
  /** What a definition, or what refers to it, goes by. */
  identifier?: string
  /** Where a link or a definition leads. */
  url?: string
  position?: { start: { offset?: number }; end: { offset?: number } }
}
