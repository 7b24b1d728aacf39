import fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import { MarkdownText } from '../markdown-text'
import { canonicalMath } from '../math/canonical-math'
import { closeOpenSyntax } from './close-open-syntax'

/** The text that a reader sees, without elements. */
function seen(text: string, caret: boolean): string {
  return renderToStaticMarkup(<MarkdownText text={text} caret={caret} />)
    .replaceAll(/<figcaption>.*?<\/figcaption>|Image: /gs, '')
    .replaceAll(/<[^>]*>/g, '\n')
    .replaceAll('&#x27;', "'")
}

const closed: Record<string, string> = {
  'a **bo': 'a **bo**',
  'a **bo*': 'a **bo**',
  'a **': 'a',
  'a *it': 'a *it*',
  'a ***both*': 'a ***both***',
  '**a *b': '**a *b***',
  'a `co': 'a `co`',
  'a ``co`': 'a ``co``',
  'a `': 'a',
  'a `**kw': 'a `**kw`',
  'a ~~go': 'a ~~go~~',
  'about ~5': 'about ~5',
  '2*3 is': '2*3 is',
  snake_case_: 'snake_case',
  'see [text](htt': 'see [text]()',
  'see [text': 'see [text]()',
  'see [**text': 'see [**text**]()',
  'see **[text](https://x.test/a_(b) "ti': 'see **[text]()**',
  'see [': 'see',
  'see ![': 'see',
  'see ![a ca': 'see ![a ca]()',
  'f(a[0': 'f(a[0',
  'said so[^1': 'said so',
  '- a\n- ': '- a',
  '- [': '',
  '1. a\n2': '1. a',
  'a\n---': 'a',
  '##': '',
  '> ': '',
  '[it]: ': '',
  '| a | b': '| a | b\n| - | - |',
  '| a | b |\n| -': '| a | b |\n| - | - |',
  '- | a | b |\n  |': '- | a | b |\n  | - | - |',
  '| a |\n| - |\n| **c': '| a |\n| - |\n| **c**',
  '- ```js\n  a\n  ``': '- ```js\n  a',
  '请**（保': '请**（保**',
  '强调*重': '强调*重*',
  '****a** b**c': '****a** b**c',
  '****a** 请**（b': '****a** 请**（b',
  '*****a** b*c': '*****a** b*c**',
  '**注意：**请*先': '**注意：**请*先*',
  '请~~（删': '请~~（删~~',
  'H<sub>2': 'H<sub>2</sub>',
  'H<sub>2</su': 'H<sub>2</sub>',
  'H<sub>2</sub>O': 'H<sub>2</sub>O',
  'H<su': 'H',
  'H<sub>': 'H',
  '<kbd>Ctrl</kbd> + **b': '<kbd>Ctrl</kbd> + **b**',
  '<sub>a **b': '<sub>a **b**</sub>',
  'a<br': 'a',
  'a < b': 'a < b',
  '- ~~~\n  **a\n  ~~~\n- ': '- ~~~\n  **a\n  ~~~',
  '- ~~~\n  **a\n  ~~~': '- ~~~\n  **a\n  ~~~',
  '- ~~~\n  **a\n  ~~': '- ~~~\n  **a',
  'so \\(x + ': 'so \\(x +\uFDD0\\)',
  'so $$x': 'so $$x\uFDD0$$',
  'for $5 and *m': 'for $5 and *m*',
}

const finished = [
  'press <kbd>*</kbd> or <kbd>`</kbd>, or <kbd>[</kbd>',
  '<script>\na = 1\n\nb = c **d',
  '<!-- a\n\n**b',
  'a **b** and *c*',
  '***both***',
  '~~a **b**~~',
  '# A `code`',
  'see [a](https://x.test "b") too',
  '- a\n- b\n  - *c*',
  '| a | b |\n| - | - |\n| c | d |',
  '- ```js\n  a\n  ```',
  'so $x_1 * y_2$ and \\(a_b\\)',
  '> quoted **b**',
  'a\n\\[\na\n- b\n\\]',
]

describe('closeOpenSyntax', () => {
  it.each(Object.entries(closed))('closeOpenSyntax draws %j as %j', (text, drawn) => {
    expect(closeOpenSyntax(text)).toBe(drawn)
  })

  it.each(finished)('closeOpenSyntax leaves %j as it is', (text) => {
    expect(closeOpenSyntax(text)).toBe(text)
  })

  it('a text that grows shows each letter as it comes, and no mark, at any length', () => {
    fc.assert(
      fc.property(documents, (document) => {
        for (let end = 1; end <= document.length; end += 1) {
          const text = document.slice(0, end)
          const shown = seen(text, true)
          // Words have small letters, and parts that must never be seen have capitals.
          expect(shown.replaceAll(/[^a-z]/g, '')).toBe(text.replaceAll(/[^a-z]/g, ''))
          expect(shown).not.toMatch(/[*_~`[\]#|!A-Z]/)
        }
        expect(seen(document, false)).not.toMatch(/[*_~`[\]#|!A-Z]/)
      }),
      fromSeed(25),
    )
  })

  it.each([
    '- ',
    '-  ',
    '[a](',
    '[a]((b',
    '*a **b _c ',
    '**[',
    '\\(',
    '\\[a',
    '$$ ',
    '$a ',
    '\n',
    '\n\n',
    '> \n',
    '`a``',
    '| a ',
    '![',
    '<a ',
    '\\',
  ])(
    'closeOpenSyntax takes no longer than a page can bear for 40,000 characters of %j',
    (piece) => {
      for (const end of ['', ' x y', '$$x']) {
        const text = piece.repeat(40_000 / piece.length) + end
        // The processor's time of this thread, in microseconds: the others are at work as well.
        const start = process.threadCpuUsage()
        canonicalMath(closeOpenSyntax(text))
        const { user, system } = process.threadCpuUsage(start)
        expect((user + system) / 1_000).toBeLessThan(1_500)
      }
    },
  )

  it('closeOpenSyntax ends for any text, and adds no letters', () => {
    const piece = fc.constantFrom(
      '*',
      '**',
      '_',
      '~~',
      '`',
      '[',
      ']',
      '](',
      ')',
      '!',
      '\\',
      '$',
      '$$',
      '\\(',
      '\\[',
      '|',
      '\n',
      '\n\n',
      '- ',
      '1. ',
      '> ',
      '# ',
      'a',
      ' ',
      '<',
      'https://x.test',
      '[^',
      ']: ',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('')
        const letters = text.replaceAll(/[^a]/g, '').length
        expect(closeOpenSyntax(text).replaceAll(/[^a]/g, '').length).toBeLessThanOrEqual(letters)
      }),
      fromSeed(2_000),
    )
  })
})

const word = fc.constantFrom('a', 'dot', 'stops', 'here')
const words = fc.array(word, { minLength: 1, maxLength: 3 }).map((all) => all.join(' '))
const inline = fc.letrec<{ text: string; piece: string }>((tie) => ({
  piece: fc.oneof(
    { maxDepth: 2 },
    words,
    words.map((text) => `\`${text}\``),
    words.map((text) => `[${text}](HTTPS://X.TEST/A)`),
    words.map((text) => `![${text}](HTTPS://X.TEST/A)`),
    tie('text').map((text) => `**${text}**`),
    words.map((text) => `*${text}*`),
    words.map((text) => `_${text}_`),
    words.map((text) => `~~${text}~~`),
    words.map((text) => `请**「${text}」**看*（${text}）*吧`),
    words.map((text) => `ゆ~~（${text}）。~~み`),
  ),
  text: fc.array(tie('piece'), { minLength: 1, maxLength: 3 }).map((all) => all.join(' ')),
})).text
const block = fc.oneof(
  inline,
  inline.map((text) => `## ${text}`),
  inline.map((text) => `> ${text}`),
  fc.array(inline, { minLength: 1, maxLength: 3 }).map((all) => `- ${all.join('\n- ')}`),
  words.map((text) => `- ${text}\n\n  \`\`\`\n  ${text}\n  \`\`\`\n- ${text}`),
  words.map((text) => `1. ~~~\n   ${text}\n   ~~~`),
  words.map((text) => `> \`\`\`\n> ${text}\n> \`\`\``),
  words.map((text) => `  \`\`\`\n  ${text}\n  \`\`\``),
  fc.array(inline, { minLength: 2, maxLength: 2 }).map((all) => all.join('\n')),
  fc
    .tuple(words, words, inline, inline)
    .map(([a, b, c, d]) => `| ${a} | ${b} |\n| --- | --- |\n| ${c} | ${d} |`),
)
const documents = fc.array(block, { minLength: 1, maxLength: 3 }).map((all) => all.join('\n\n'))
