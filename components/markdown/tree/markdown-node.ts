/** A node of Markdown's tree, as far as our plugins look at it. */
export type MarkdownNode = {
  type: string
  value?: string
  children?: MarkdownNode[]
  /** The element that is drawn in place of the usual one, its class and its content. */
  data?:
    | { hName?: string; hProperties?: { className: string[] }; hChildren?: MarkdownNode[] }
    | undefined
  /** The name of a definition, also in the nodes that refer to it. */
  identifier?: string
  /** The address of a link or a definition. */
  url?: string
  position?: { start: Place; end: Place } | undefined
}

type Place = { offset?: number | undefined }
