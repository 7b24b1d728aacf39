import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { MarkdownText } from '../markdown-text'

function draw(text: string): string {
  return renderToStaticMarkup(<MarkdownText text={text} caret={false} />)
    .replaceAll(/ target="[^"]*" rel="[^"]*"|\n/g, '')
    .replaceAll('&quot;', '"')
}

describe('unusedDefinitions', () => {
  it.each([
    ['[ERROR]: timeout', '<p>[ERROR]: timeout</p>'],
    [
      '[INFO]: up\n[ERROR]: timeout\nand *so*',
      '<p>[INFO]: up<br/>[ERROR]: timeout<br/>and <em>so</em></p>',
    ],
    ['> [ERROR]: timeout', '<blockquote><p>[ERROR]: timeout</p></blockquote>'],
    ['- [ERROR]: timeout\n- b', '<ul><li>[ERROR]: timeout</li><li>b</li></ul>'],
    ['a\n\n[note]: /b "c"', '<p>a</p><p>[note]: /b "c"</p>'],
    ['[^1]: none', '<p>[^1]: none</p>'],
    ['[1]: https://a.test/b', '<p>[1]: <a href="https://a.test/b">https://a.test/b</a></p>'],
    ['[1]: https://a.test\n\n[2]: /b', '</a></p><p>[2]: /b</p>'],
    ['[a]\n\n[a]: https://a.test\n[a]: /b', '<p><a href="https://a.test">a</a></p><p>[a]: /b</p>'],
    ['The [ERROR] is:\n\n[ERROR]: timeout', '<p>The [ERROR] is:</p><p>[ERROR]: timeout</p>'],
    ['[Bob]: [Amy][], hi\n[Amy]: `hi`, [Bob]', '[Bob]: [Amy][], hi<br/>[Amy]: '],
    ['[a]: b\n[a]: c\n\n![a] [A]', '<p>[a]: b<br/>[a]: c</p><p>![a] [A]</p>'],
    ['[1]: Smith, 2020\n\nAs in [1].', '<p>[1]: Smith, 2020</p><p>As in [1].</p>'],
    ['[1]: Smith\n\nAs in [1].', '<p>[1]: Smith</p><p>As in [1].</p>'],
    ['[State]: **good**', '<p>[State]: <strong>good</strong></p>'],
    ['[TODO]: `fix()`\n[x]: *y*', '[TODO]: <code>fix()</code><br/>[x]: <em>y</em></p>'],
    ['[Answer]: $x^2$', '[Answer]: <code class="math-source">x^2</code></p>'],
    ['[^1]: see **it**', '<p>[^1]: see <strong>it</strong></p>'],
    ['[^a]: /b\n[^c]: /d', '[^a]: /b'],
    ['[x]: javascript:alert(1)\n\n[x]', '<p>[x]: javascript:alert(1)</p><p>[x]</p>'],
  ])('a line that only looks like a definition is shown: %j', (text, drawn) => {
    expect(draw(text)).toContain(drawn)
  })

  it.each([
    '[a][1]\n\n[1]: https://example.org/a',
    '[a][]\n\n[A]: https://example.org/a\nand so on',
    '[a]\n\n[a]: mailto:a@example.org',
    'It is so[^1].\n\n[^1]: Or not.',
  ])('a definition that the text refers to is not shown: %j', (text) => {
    expect(draw(text)).not.toMatch(/\]:/)
  })
})
