/** A node of Markdown's tree, as far as our plugins look at it. */
export type MarkdownNode = {
  type: string
  value?: string
  children?: MarkdownNode[]
  /** The element that is drawn in place of the usual one. */
  data?: { hName?: string }
  /** What a definition, or what refers to it, goes by. */
  identifier?: string
  position?: { start: { offset?: number }; end: { offset?: number } }
}
