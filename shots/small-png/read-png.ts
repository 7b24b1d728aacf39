import { inflateSync } from 'node:zlib'
import { readChunks } from './chunks.ts'

/** A picture, uncompressed: three bytes a pixel, row by row. */
export type Pixels = { width: number; height: number; rgb: Uint8Array }

/** Reads a PNG of a browser: 8 bits a channel, not interlaced. @throws Error on any other PNG */
export function readPng(png: Buffer): Pixels {
  const chunks = readChunks(png)
  const header = chunks.find(({ type }) => type === 'IHDR')?.data
  if (!header) throw new Error('a PNG without a header')
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const [depth, colour, , , interlace] = header.subarray(8)
  if (depth !== 8 || (colour !== 2 && colour !== 6) || interlace !== 0) {
    throw new Error(`a PNG of depth ${depth}, colour ${colour}, interlace ${interlace}`)
  }
  const channels = colour === 6 ? 4 : 3
  const data = chunks.filter(({ type }) => type === 'IDAT').map((chunk) => chunk.data)
  const rows = withoutFilters(inflateSync(Buffer.concat(data)), width * channels, channels)
  return { width, height, rgb: channels === 3 ? rows : withoutAlpha(rows) }
}

/** Undoes the filter that each row names before its bytes (PNG specification, 9.2). */
function withoutFilters(filtered: Buffer, rowLength: number, channels: number): Uint8Array {
  const height = filtered.length / (rowLength + 1)
  const bytes = new Uint8Array(height * rowLength)
  for (let row = 0; row < height; row += 1) {
    const filter = filtered[row * (rowLength + 1)] ?? 0
    const start = row * rowLength
    for (let index = 0; index < rowLength; index += 1) {
      const left = index < channels ? 0 : (bytes[start + index - channels] ?? 0)
      const above = row === 0 ? 0 : (bytes[start + index - rowLength] ?? 0)
      const corner =
        index < channels || row === 0 ? 0 : (bytes[start + index - rowLength - channels] ?? 0)
      const byte = filtered[row * (rowLength + 1) + 1 + index] ?? 0
      bytes[start + index] = byte + predict(filter, left, above, corner)
    }
  }
  return bytes
}

function predict(filter: number, left: number, above: number, corner: number): number {
  switch (filter) {
    case 0:
      return 0
    case 1:
      return left
    case 2:
      return above
    case 3:
      return Math.floor((left + above) / 2)
    default:
      return nearestOf(left + above - corner, left, above, corner)
  }
}

/** Paeth's predictor. */
function nearestOf(wanted: number, left: number, above: number, corner: number): number {
  const toLeft = Math.abs(wanted - left)
  const toAbove = Math.abs(wanted - above)
  const toCorner = Math.abs(wanted - corner)
  if (toLeft <= toAbove && toLeft <= toCorner) return left
  return toAbove <= toCorner ? above : corner
}

/** Drops the alpha channel: a page is opaque. */
function withoutAlpha(rgba: Uint8Array): Uint8Array {
  return rgba.filter((_, index) => index % 4 !== 3)
}
