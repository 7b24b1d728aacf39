/** The UTF-8 text of a base64url value; undefined if the value is no such text. */
export function decodeSaid(value: string): string | undefined {
  const bytes = Buffer.from(value, 'base64url')
  // Node skips characters outside the alphabet: a valid value is one that encodes to itself again.
  if (bytes.toString('base64url') !== value) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** A text in the form that `say` takes. */
export function encodeSaid(text: string): string {
  return Buffer.from(text).toString('base64url')
}

/**
 * Cuts a text into pieces of `length` UTF-16 units, as a tokeniser would: also within a tag, an
 * address or an entity. A surrogate pair stays whole unless its halves are asked for.
 */
export function cutIntoPieces(text: string, length: number, splitSurrogates: boolean): string[] {
  const pieces: string[] = []
  for (let start = 0; start < text.length;) {
    const end = start + length
    const inPair = /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(end - 1, end + 1))
    const whole = inPair && !splitSurrogates ? end + 1 : end
    pieces.push(text.slice(start, whole))
    start = whole
  }
  return pieces
}
