import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import { append, linesToPaint, unpainted, type PaintedCode } from './painted-code'

function textOf({ chunks }: PaintedCode): string {
  return chunks.flatMap(({ tokens }) => tokens.map(({ text }) => text)).join('')
}

function paintAll(painted: PaintedCode, code: string, ended: boolean): PaintedCode {
  const lines = linesToPaint(painted, code, ended)
  return append(
    painted,
    lines,
    lines.map((line) => [{ length: line.length, kind: 'keyword' }]),
  )
}

describe('linesToPaint', () => {
  it('linesToPaint leaves out the line that is still being written, until the code has ended', () => {
    expect(linesToPaint(unpainted, 'a\nb', false)).toEqual(['a\n'])
    expect(linesToPaint(unpainted, 'a\nb', true)).toEqual(['a\n', 'b'])
  })

  it('linesToPaint takes some lines at once, and leaves those after 2,000 plain', () => {
    const code = 'x\n'.repeat(2_500)
    let painted = unpainted
    for (let pass = 0; pass < 20; pass += 1) painted = paintAll(painted, code, true)
    expect(painted.lines).toBe(2_000)
    expect(linesToPaint(painted, code, true)).toEqual([])
  })
})

describe('append', () => {
  it('append gives each run its kind, and joins blanks and neighbours of one kind', () => {
    const runs = [
      [
        { length: 3, kind: 'keyword' },
        { length: 1 },
        { length: 1 },
        { length: 2 },
        { length: 1, kind: 'number' },
      ],
    ]
    expect(append(unpainted, ['let a =1\n'], runs).chunks[0]?.tokens).toEqual([
      { text: 'let ', kind: 'keyword' },
      { text: 'a =', kind: undefined },
      { text: '1\n', kind: 'number' },
    ])
  })

  it('append keeps full chunks as the same objects', () => {
    let painted = unpainted
    for (let lines = 1; lines <= 200; lines += 1) {
      const before = painted.chunks.slice(0, -1)
      painted = paintAll(painted, 'x\n'.repeat(lines), false)
      expect(before.every((chunk, index) => chunk === painted.chunks[index])).toBe(true)
    }
    expect(painted.chunks).toHaveLength(5)
  })

  it('append never changes a character, whatever runs it is given', () => {
    const line = fc.constantFrom('a', '\n', '\r\n', '  b {', 'c;\n\n')
    const run = fc.record({ length: fc.nat(9), kind: fc.constantFrom('keyword', 'string') })
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.array(run)), (parts, runs) => {
        let painted = unpainted
        let code = ''
        for (const part of parts) {
          code += part
          painted = append(painted, linesToPaint(painted, code, false), runs)
          expect(textOf(painted)).toBe(painted.code)
          expect(code.startsWith(painted.code)).toBe(true)
        }
        painted = append(painted, linesToPaint(painted, code, true), runs)
        expect(textOf(painted)).toBe(code)
      }),
      fromSeed(),
    )
  })
})
