/**
 * A copy of a text that stands alone. Browsers keep a whole text for any piece that was cut from it: for
 * a text that arrives letter by letter, each piece would keep a whole text of its own.
 */
export function ownText(piece: string): string {
  // Other ways to copy only give another view of the text. This one also keeps lone surrogates.
  return JSON.parse(JSON.stringify(piece)) as string
}
