declare module 'subset-font' {
  /** The font with the glyphs that the text needs, and those that may take their places. */
  export default function subsetFont(
    font: Buffer,
    text: string,
    options: { targetFormat: 'sfnt' | 'woff2' },
  ): Promise<Buffer>
}
