/** What a remark plugin is called on, as far as ours look at it. */
export type RemarkProcessor = {
  data: () => {
    /** What of the parser was extended by now. */
    micromarkExtensions?: unknown[]
    settings?: unknown
  }
}
