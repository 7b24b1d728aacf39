import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { MarkdownText } from '../markdown-text'

function draw(text: string): string {
  return renderToStaticMarkup(<MarkdownText text={text} caret={false} />).replaceAll('\n', '')
}

describe('htmlAsText', () => {
  it.each([
    ['H<sub>2</sub>O', '<p>H<sub>2</sub>O</p>'],
    ['x<sup>**2**</sup>', '<p>x<sup><strong>2</strong></sup></p>'],
    ['<KBD>Ctrl</KBD> + <kbd>C</kbd>', '<p><kbd>Ctrl</kbd> + <kbd>C</kbd></p>'],
    ['<sub>a<sup>b</sup></sub>', '<p><sub>a<sup>b</sup></sub></p>'],
    ['**x<sup>2</sup>**', '<p><strong>x<sup>2</sup></strong></p>'],
    ['# H<sub>2</sub>O', '<h3>H<sub>2</sub>O</h3>'],
    ['[H<sub>2</sub>O](https://a.test)', 'H<sub>2</sub>O</a></p>'],
  ])('the tags sub, sup and kbd are drawn in pairs: %j', (text, drawn) => {
    expect(draw(text)).toContain(drawn)
  })

  it.each([
    ['| a |\n| - |\n| b<br>c<br/>d<BR />e |', 'b<br/>c<br/>d<br/>e</td>'],
    ['a<br>b', '<p>a<br/>b</p>'],
    ['a<br>\nb', '<p>a<br/>b</p>'],
    ['a\n<br>\nb', '<p>a<br/><br/>b</p>'],
    ['- a<br>b', '<li>a<br/>b</li>'],
    [
      'a\n\n<br>\n**b**\n\nc',
      '<p>a</p><p class="whitespace-pre-wrap"></p><p><strong>b</strong></p>',
    ],
  ])('a <br> breaks its line: %j', (text, drawn) => {
    expect(draw(text)).toContain(drawn)
  })

  it.each([
    'a <sub>b',
    'a b</sub>',
    'a <sub>b</sup>',
    'a <sub class="x">b</sub>',
    'a \\<sub>`b`</sub>',
    '<sub>a **b</sub>** c',
    '<br class="x">',
    '</br>',
    '<kbd onclick="x()">a</kbd>',
    '<mark>a</mark><hr><b>b</b>',
  ])('any other HTML is shown as text: %j', (text) => {
    expect(draw(text)).not.toMatch(/<(?:sub|sup|kbd|br|mark|hr|b)\b/)
    expect(draw(text)).toMatch(/&lt;/)
  })

  it.each('* _ ` ~ \\ | [ ] < > # $ ^ ! ** ~~ \\*'.split(' '))(
    'a mark at the end of a pair of tags is itself: %s',
    (mark) => {
      const text = `<kbd>${mark}</kbd> and <sup>${mark}</sup> and <kbd>${mark}</kbd>`
      const shown = mark.replace('\\*', '*').replace('<', '&lt;').replace('>', '&gt;')
      const drawn = text.replaceAll(`>${mark}<`, `>${shown}<`)
      expect(draw(text)).toBe(`<p>${drawn}</p>`)
      expect(draw(text.replaceAll('kbd>' + mark, 'kbd>Ctrl + ' + mark))).toBe(
        `<p>${drawn.replaceAll('<kbd>', '<kbd>Ctrl + ')}</p>`,
      )
      expect(draw(`**a ${text} b**`)).toBe(`<p><strong>a ${drawn} b</strong></p>`)
    },
  )

  it('tags with a mark in them are code where they are code', () => {
    expect(draw('`<kbd>*</kbd>`')).toBe('<p><code>&lt;kbd&gt;*&lt;/kbd&gt;</code></p>')
  })

  it('HTML that is shown as text keeps its lines and its blanks', () => {
    const html = renderToStaticMarkup(
      <MarkdownText text={'<ul>\n  <li>One</li>\n</ul>'} caret={false} />,
    )
    expect(html).toBe(
      '<p class="whitespace-pre-wrap">&lt;ul&gt;\n  &lt;li&gt;One&lt;/li&gt;\n&lt;/ul&gt;</p>',
    )
    const script = '<script>\nlet a\n\n  a = 2*3*4\n</script>'
    expect(draw(`${script}\n*so*`)).toContain('<em>so</em>')
    for (const long of [
      script,
      '<pre class="x">\n*a*\n\n    b\n</pre>',
      '<style>\na {}\n\n\n  b {}\n</style>',
      '<!-- a\n\n- b -->',
      '<?php\n$a;\n\n$b ?>',
      '<![CDATA[\na\n\nb]]>',
    ]) {
      const shown = long.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
      const drawn = renderToStaticMarkup(<MarkdownText text={`a\n${long}\n\nb`} caret={false} />)
      expect(drawn).toBe(`<p>a</p>\n<p class="whitespace-pre-wrap">${shown}</p><p>b</p>`)
    }
    const item = renderToStaticMarkup(<MarkdownText text={'- <ul>\n    <li>\n- b'} caret={false} />)
    expect(item).toContain('<div class="whitespace-pre-wrap">&lt;ul&gt;\n  &lt;li&gt;</div>')
    expect(draw('See <img\nsrc="x">.')).toBe('<p>See &lt;img<br/>src=&quot;x&quot;&gt;.</p>')
  })
})
