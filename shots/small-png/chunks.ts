import { crc32 } from 'node:zlib'

/** A PNG consists of chunks. */
export type Chunk = { type: string; data: Buffer }

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

export function readChunks(png: Buffer): Chunk[] {
  const chunks = []
  for (let start = SIGNATURE.length; start < png.length;) {
    const end = start + 8 + png.readUInt32BE(start)
    const type = png.toString('latin1', start + 4, start + 8)
    chunks.push({ type, data: png.subarray(start + 8, end) })
    start = end + 4
  }
  return chunks
}

export function writeChunks(chunks: readonly Chunk[]): Buffer {
  const end = { type: 'IEND', data: Buffer.alloc(0) }
  const framed = [...chunks, end].flatMap(({ type, data }) => {
    const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
    return [numberOf(data.length), named, numberOf(crc32(named))]
  })
  return Buffer.concat([SIGNATURE, ...framed])
}

function numberOf(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
