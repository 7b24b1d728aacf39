declare module 'subset-font' {
  /** The font with only the glyphs that the text needs, and glyphs that may replace them. */
  export default function subsetFont(
    font: Buffer,
    text: string,
    options: { targetFormat: 'sfnt' | 'woff2' },
  ): Promise<Buffer>
}
