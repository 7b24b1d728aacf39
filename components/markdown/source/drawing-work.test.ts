import { describe, expect, it } from 'vitest'
import { drawingWork, MOST_WORK } from './drawing-work'

const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n')
const row = (columns: number, cell: string) => `| ${cell} `.repeat(columns) + '|\n'
const table = (columns: number, rows: number) =>
  row(columns, 'a') + row(columns, '-') + row(columns, 'cell').repeat(rows)

/** The longest constructs that ordinary answers have. */
const ordinary: Record<string, string> = {
  'a paragraph of 2,000 words': 'And *here* the word is. '.repeat(400),
  'quotes 20 deep': lines(20, (index) => `${'> '.repeat(index + 1)}said ${index}`),
  'a list 12 deep': lines(12, (index) => `${'  '.repeat(index)}- item ${index}`),
  'a list of 600 items': lines(600, (index) => `${index + 1}. **Item ${index}** is \`one\``),
  'a table of 50 columns': table(50, 20),
  'a table of 300 rows': table(4, 300),
  'a paragraph with 60 formulas': 'so $x^2$ is, and \\(y\\). '.repeat(30),
  'code of 1,500 lines in a list': `- so:\n\n  ~~~\n${lines(1_500, () => '  let a = b')}\n  ~~~`,
  'a paragraph of links': 'See [this](https://example.org/a_b) or ![that](c.png). '.repeat(80),
  'brackets that nothing closes': 'from [0, 1) to '.repeat(90),
  'a paragraph of addresses': 'See https://example.org/a/b?c=d or www.example.org. '.repeat(120),
  'lines of a poem': lines(1_000, () => 'a line of words'),
}

const wild: Record<string, string> = {
  'quotes in quotes': '> '.repeat(2_500),
  'quotes without blanks': '>'.repeat(100),
  'quotes 20 deep that begin again': `${'>'.repeat(20)} a\n\n`.repeat(500),
  'items in items': '- '.repeat(2_500),
  'numbers in numbers': '1. '.repeat(100),
  'items in quotes in items': '- > 1. '.repeat(50),
  'items further and further in': lines(200, (index) => `${'  '.repeat(index)}- a`),
  'emphasis that opens': '*a '.repeat(6_000),
  'emphasis that closes': 'a* '.repeat(6_000),
  'emphasis in emphasis': '*a **b '.repeat(3_000),
  'a run of stars': '*'.repeat(5_000),
  strikes: '~a'.repeat(3_000),
  'links without an end': '[a]('.repeat(8_000),
  brackets: '['.repeat(200),
  'images in images': `${'!['.repeat(150)}a${'](b)'.repeat(150)}`,
  'brackets that close': ']'.repeat(5_000),
  references: '[a]['.repeat(3_000),
  footnotes: '[^1]'.repeat(3_000),
  definitions: lines(4_000, (index) => `[a${index}]: /b`),
  tags: '<a '.repeat(5_000),
  comments: 'a <!-- '.repeat(3_000),
  'runs of backticks': lines(200, (index) => '`'.repeat(index)),
  'fences in quotes': '> ```\n'.repeat(3_000),
  dollars: '$a'.repeat(2_000),
  formulas: '\\(a\\) '.repeat(2_000),
  'a table of 4,000 columns': row(4_000, 'a') + row(4_000, '-'),
  'a table whose rows lack their cells': row(500, 'a') + row(500, '-') + '| b\n'.repeat(500),
  'a table in a quote whose rows lack their cells':
    '> ' + row(500, 'a') + '> ' + row(500, '-') + '> | b\n'.repeat(500),
  'headings by a line below': 'a\n=\n'.repeat(2_000),
  entities: '&amp;'.repeat(5_000),
  escapes: '\\*'.repeat(5_000),
  'addresses without blanks': 'https://a.test，'.repeat(2_000),
  'beginnings of addresses': 'www.'.repeat(10_000),
  'an address of 100,000 characters': `https://a.test/${'b'.repeat(100_000)}`,
  'a line of a megabyte': 'a'.repeat(1_000_000),
  'a heading of a megabyte': `# ${'a'.repeat(1_000_000)}`,
  'lines that carriage returns end': 'a\r'.repeat(10_000),
  'quotes behind a carriage return': `a\r${'> '.repeat(100)}`,
  'a million newlines': `- a${'\n'.repeat(1_000_000)}  b`,
}

describe('drawingWork', () => {
  it.each(Object.entries(ordinary))('drawingWork lets through %s', (_name, text) => {
    expect(drawingWork(text)).toBeLessThanOrEqual(MOST_WORK)
  })

  it.each(Object.entries(wild))('drawingWork refuses %s', (_name, text) => {
    expect(drawingWork(text)).toBe(Infinity)
  })

  it.each(Object.entries(wild))('drawingWork refuses %s after other text, too', (_name, text) => {
    expect(drawingWork(`- It is *so*.\n\n${text}\nand more`)).toBe(Infinity)
  })

  it('drawingWork reads no more of a text than it needs', () => {
    const long = `${'*a '.repeat(2_000)}\n`.repeat(1_000)
    const startedAt = performance.now()
    for (let times = 0; times < 100; times += 1) drawingWork(long)
    expect(performance.now() - startedAt).toBeLessThan(2_000)
  })
})
