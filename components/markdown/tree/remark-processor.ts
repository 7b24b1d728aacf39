/** The `this` of a remark plugin, as far as our plugins use it. */
export type RemarkProcessor = {
  data: () => {
    /** The extensions of the parser so far. */
    micromarkExtensions?: unknown[]
    settings?: unknown
  }
}
