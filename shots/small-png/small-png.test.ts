import { deflateSync, inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readChunks, writeChunks } from './chunks.ts'
import { readPng } from './read-png.ts'
import { writePng } from './write-png.ts'

/** The colours of a PNG with a palette, pixel by pixel. */
function coloursOf(png: Buffer, width: number): number[] {
  const dataOf = (type: string) =>
    readChunks(png).find((chunk) => chunk.type === type)?.data ?? Buffer.alloc(0)
  const palette = dataOf('PLTE')
  return [...inflateSync(dataOf('IDAT'))]
    .filter((_, index) => index % (width + 1) !== 0)
    .flatMap((place) => [...palette.subarray(place * 3, place * 3 + 3)])
}

function pngOf(width: number, height: number, rows: readonly number[][]): Buffer {
  const header = Buffer.from([0, 0, 0, width, 0, 0, 0, height, 8, 2, 0, 0, 0])
  const data = deflateSync(Buffer.from(rows.flat()))
  return writeChunks([
    { type: 'IHDR', data: header },
    { type: 'IDAT', data },
  ])
}

test('a picture of few colours keeps each pixel', () => {
  const rgb = Uint8Array.from({ length: 5 * 3 * 3 }, (_, index) => index * 5)
  expect(coloursOf(writePng({ width: 5, height: 3, rgb }), 5)).toEqual([...rgb])
})

test('a picture of too many colours gets similar ones, and keeps a rare one unlike all others', () => {
  const greys = Array.from({ length: 256 }, (_, grey) => [grey, grey, grey])
  const tinted = Array.from({ length: 256 }, (_, grey) => [grey, grey, Math.max(0, grey - 1)])
  const amber = [200, 120, 20]
  const rgb = Uint8Array.from([...greys, ...greys, ...tinted, amber].flat())
  const colours = coloursOf(writePng({ width: 769, height: 1, rgb }), 769)
  expect(colours.slice(-3)).toEqual(amber)
  const differences = colours.map((channel, index) => Math.abs(channel - (rgb[index] ?? 0)))
  expect(Math.max(...differences)).toBeLessThanOrEqual(2)
})

test('readPng undoes every filter that a browser uses for a row', () => {
  const rows = [
    [0, 10, 20, 30, 11, 22, 33],
    [1, 10, 20, 30, 1, 2, 3],
    [2, 0, 0, 0, 0, 0, 0],
    [3, 5, 10, 15, 1, 1, 2],
    [4, 0, 0, 0, 0, 0, 0],
  ]
  const { width, height, rgb } = readPng(pngOf(2, rows.length, rows))
  expect([width, height]).toEqual([2, 5])
  expect([...rgb]).toEqual(rows.flatMap(() => [10, 20, 30, 11, 22, 33]))
})

test('readPng names the kind of a PNG that it cannot read', () => {
  const palette = writePng({ width: 1, height: 1, rgb: Uint8Array.of(1, 2, 3) })
  expect(() => readPng(palette)).toThrow('colour 3')
})
