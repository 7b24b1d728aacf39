/**
 * The same text, by itself. Browsers keep a whole text for any piece that was cut from it: of one
 * that arrives letter by letter, a copy for each piece.
 */
export function ownText(piece: string): string {
  // What else looks like a copy is another view; and this keeps also halves of surrogate pairs.
  return JSON.parse(JSON.stringify(piece)) as string
}
