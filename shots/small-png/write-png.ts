import { deflateSync } from 'node:zlib'
import { writeChunks } from './chunks.ts'
import type { Pixels } from './read-png.ts'

const MOST_COLOURS = 256
const INDEXED = 3

/**
 * A PNG with a palette: a page has few colours, so the file is a third of a browser's. If there are
 * too many colours, the rarer ones become the nearest of the others.
 */
export function writePng({ width, height, rgb }: Pixels): Buffer {
  const colours = colourOf(rgb)
  const palette = paletteOf(colours)
  const place = placesIn(palette)
  const rows = Buffer.alloc(height * (width + 1))
  colours.forEach((colour, index) => {
    const row = Math.floor(index / width)
    // Each row begins with the number of its filter: 0, none.
    rows[row + 1 + index] = place(colour)
  })
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, INDEXED], 8)
  return writeChunks([
    { type: 'IHDR', data: header },
    { type: 'PLTE', data: Buffer.from(palette.flatMap((colour) => channelsOf(colour))) },
    { type: 'IDAT', data: deflateSync(rows, { level: 9, memLevel: 9 }) },
  ])
}

/** Each pixel as one number. */
function colourOf(rgb: Uint8Array): Uint32Array {
  return Uint32Array.from({ length: rgb.length / 3 }, (_, index) => {
    const [red = 0, green = 0, blue = 0] = rgb.subarray(index * 3, index * 3 + 3)
    return red * 0x10000 + green * 0x100 + blue
  })
}

function channelsOf(colour: number): [number, number, number] {
  return [Math.floor(colour / 0x10000), Math.floor(colour / 0x100) % 0x100, colour % 0x100]
}

/**
 * The most frequent colours that are not like another one before them. The distance up to which two
 * colours are alike grows until the palette is small enough. In this way a small dot keeps its
 * colour among the many greys of text.
 */
function paletteOf(colours: Uint32Array): number[] {
  const counts = new Map<number, number>()
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1)
  const byCount = [...counts]
    .sort(([one, often], [other, seldom]) => seldom - often || one - other)
    .map(([colour]) => colour)
  for (let closest = 0; ; closest = closest * 1.5 + 1) {
    const palette = spreadOut(byCount, closest)
    if (palette.length <= MOST_COLOURS) return palette
  }
}

/** The colours that are further than `closest` from every chosen one before them. */
function spreadOut(colours: readonly number[], closest: number): number[] {
  const chosen: number[] = []
  for (const colour of colours) {
    if (chosen.length > MOST_COLOURS) break
    if (chosen.every((other) => distance(colour, other) > closest)) chosen.push(colour)
  }
  return chosen
}

/** Makes the function that finds the place of a colour, or of the nearest one, in the palette. */
function placesIn(palette: readonly number[]): (colour: number) => number {
  const places = new Map(palette.map((colour, place) => [colour, place]))
  return (colour) => {
    const known = places.get(colour)
    if (known !== undefined) return known
    const distances = palette.map((candidate) => distance(candidate, colour))
    const place = distances.indexOf(Math.min(...distances))
    places.set(colour, place)
    return place
  }
}

function distance(one: number, other: number): number {
  const [red, green, blue] = channelsOf(one)
  const [otherRed, otherGreen, otherBlue] = channelsOf(other)
  return (red - otherRed) ** 2 + (green - otherGreen) ** 2 + (blue - otherBlue) ** 2
}
