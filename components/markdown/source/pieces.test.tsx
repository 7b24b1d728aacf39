import fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import { MarkdownBlock } from '../markdown-block'
import { MarkdownPieces } from '../markdown-pieces'
import { piecesOf } from './pieces'

const ends = { caret: false, cut: false }

function drawnWhole(text: string): string {
  return withoutGaps(renderToStaticMarkup(<MarkdownBlock text={text} {...ends} />))
}

function drawnInPieces(text: string): string {
  return withoutGaps(renderToStaticMarkup(<MarkdownPieces text={text} {...ends} />))
}

/** Leaves out two things that only a whole list has, and that do not show: paragraphs and a class. */
function withoutGaps(html: string): string {
  return html.replaceAll(/<\/?p>|\n| class="contains-task-list"/g, '')
}

/** Lines that models write into lists, and lines that may be mistaken for them. */
const lines = [
  [
    '- one **two**',
    '- [x] done',
    '- `a` [b](https://x.test)',
    '- a\n\n  more',
    '- a\n  - b\n    - c',
  ],
  ['- a\n  ```\n  - code\n  ```', '- a\nlazy', '-', '- > quote', '- a\n\n', '- a\n  1. b'],
  ['+ other', '* other', '1. other', ' - askew', '---', '# end', '> end', '', 'text', '- - -'],
  ['\ttext', '    code', '| a |', '<br>', '[1]: https://x.test', '- [^1]', '--', '==='],
].flat()
const numbered = [
  '1. one',
  '2. two',
  '7. seven\n   - b',
  '10. ten\n    more',
  '1) other',
  '3. a\n\n',
]
const rows = [
  '| a | b |',
  '| a \\| b | `c` |',
  '|a|',
  '| | |',
  'a | b',
  '',
  '| **a',
  '> a',
  '| a | b | c |',
]

function texts(of: readonly string[], head = ''): fc.Arbitrary<string> {
  // Most lines of a long text are of one kind, and odd ones are rare.
  const usual = of.slice(0, 3)
  const line = fc.oneof(
    { weight: 60, arbitrary: fc.constantFrom(...usual) },
    fc.constantFrom(...of),
  )
  return fc
    .array(line, { minLength: 80, maxLength: 160 })
    .map((all) => `${head}${of[0] ?? ''}\n${all.join('\n')}`.trimEnd())
}

describe('piecesOf', () => {
  it.each([
    ['lists', texts(lines)],
    ['numbered lists', texts(numbered)],
    ['tables', texts(rows, '| A | B |\n| - | -: |\n')],
  ])('the pieces of %s are drawn as the whole is', (_kind, text) => {
    let inPieces = 0
    fc.assert(
      fc.property(text, (one) => {
        if (piecesOf(one) !== undefined) inPieces += 1
        expect(drawnInPieces(one)).toBe(drawnWhole(one))
      }),
      fromSeed(30),
    )
    expect(inPieces).toBeGreaterThan(2)
  })

  it('all pieces but the last stay the same as more of the text comes', () => {
    const text = Array.from({ length: 200 }, (_, n) => `- Item ${n}\n  - and more`).join('\n')
    let before: readonly string[] = []
    for (let length = 1_300; length < text.length; length += 7) {
      const pieces = piecesOf(text.slice(0, length))
      const items = pieces?.kind === 'list' ? pieces.items : []
      expect(items.slice(0, Math.max(0, before.length - 1))).toEqual(before.slice(0, -1))
      before = items
    }
    expect(before.length).toBeGreaterThan(5)
    expect(Math.max(...before.map((piece) => piece.length))).toBeLessThan(700)
  })
})
