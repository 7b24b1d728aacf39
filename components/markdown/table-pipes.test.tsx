import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { MarkdownText } from './markdown-text'
import { escapeTablePipes } from './table-pipes'

const { raw } = String

function draw(text: string): string {
  return renderToStaticMarkup(<MarkdownText text={text} caret={false} />)
}

/** The cells of a table with two columns, as they are drawn. */
function cellsOf(row: string, before = ''): string[] {
  const lines = ['| a | b |', '| - | - |', row].map((line) => before + line).join('\n')
  return Array.from(draw(lines).matchAll(/<td>(.*?)<\/td>/g), ([, cell = '']) => cell)
}

describe('escapeTablePipes', () => {
  it.each([
    ['| `a | b` | c |', ['<code>a | b</code>', 'c']],
    ['| `a\\|b|c` | d |', ['<code>a|b|c</code>', 'd']],
    ['`a|b` | `c || d`', ['<code>a|b</code>', '<code>c || d</code>']],
    ['| ``a`|b`` | c', ['<code>a`|b</code>', 'c']],
    ['| $|x|$ | c |', [raw`<code class="math-source">\vert{}x\vert{}</code>`, 'c']],
    [raw`| \(P(A|B)\) | c |`, [raw`<code class="math-source">P(A\vert{}B)</code>`, 'c']],
  ])('a pipe in code or a formula ends no cell of a table: %j', (row, cells) => {
    expect(cellsOf(row)).toEqual(cells)
    expect(cellsOf(row, '> ')).toEqual(cells)
    expect(cellsOf(row, '  ')).toEqual(cells)
  })

  it('a pipe in the code of a table’s head ends no cell', () => {
    expect(draw('| `a|b` | c |\n| - | - |\n| d | e |')).toContain('<th><code>a|b</code></th>')
  })

  it.each([
    '`a|b`, `c|d`\n\ne | f',
    '| a | b |\n| - | - |\n| `c | d` |\n| $5 | $6 |',
    '| a | b |\n| - | - |\n| c | d |\n\n| `e|f` | g | h |',
    '- ```\n  | a | b |\n  | - | - |\n  | `c|d` | e |\n  ```',
    '| a |\n| - |\n| b | c |\n| it’s `b | c |',
  ])('escapeTablePipes leaves %j as it is', (text) => {
    expect(escapeTablePipes(text)).toBe(text)
  })
})
