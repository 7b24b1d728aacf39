const pieceLengths = [1, 3, 7, 2, 29, 5, 17, 1, 11] as const

/** Cuts the UTF-8 bytes of a text into small pieces, characters and lines in the middle. */
export function* splitBytes(text: string): Generator<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  let start = 0
  for (let index = 0; start < bytes.length; index += 1) {
    const end = start + (pieceLengths[index % pieceLengths.length] ?? 1)
    yield bytes.subarray(start, end)
    start = end
  }
}
