import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { MarkdownText } from './markdown-text'

function draw(text: string, caret = false): string {
  return renderToStaticMarkup(<MarkdownText text={text} caret={caret} />)
}

const CARET = '<span class="caret" aria-hidden="true"></span>'

describe('MarkdownText', () => {
  it('shows HTML as text and never as HTML', () => {
    const html = draw('a <b onclick="x()">b</b>\n\n<script>alert(1)</script>')
    expect(html).not.toMatch(/<(b|script)\b/)
    expect(html).toContain('&lt;b onclick=')
    expect(html).toContain('&lt;script&gt;')
  })

  it('loads no image: it is a link', () => {
    const html = draw('![a cat](https://example.org/cat.png)')
    expect(html).not.toContain('<img')
    expect(html).toContain('href="https://example.org/cat.png"')
    expect(html).toContain('Image: a cat')
  })

  it('opens links in a new tab that knows nothing of this page', () => {
    const html = draw('[here](https://example.org)')
    expect(html).toContain('target="_blank"')
    expect(html).toContain('rel="noopener noreferrer nofollow"')
  })

  it('makes no link of a script', () => {
    expect(draw('[x](javascript:alert(1)) <javascript:alert(1)>')).not.toMatch(/href/)
  })

  it('makes no link into the app itself, but of footnotes, which lead to each other', () => {
    expect(draw('[x](/api/export) [y](?next=1) [w](//x.test)')).not.toContain('<a')
    expect(draw('[z](#composer)')).not.toContain('#composer')
    const html = draw('Said so.[^1]\n\n[^1]: By whom.')
    const [, target = ''] = /href="#(user-content-[^"]*fn-1)"/.exec(html) ?? []
    expect(html).toContain(`id="${target}"`)
  })

  it('puts no link into a link', () => {
    const html = draw('[![a cat](https://example.org/cat.png)](https://example.org/)')
    expect(html.match(/<a /g)).toHaveLength(1)
    expect(html).toContain('href="https://example.org/"')
    expect(html).toContain('Image: a cat')
  })

  it('ends code in a quote with the quote', () => {
    const html = draw('> ```\n> quoted\n\nbehind **it**')
    expect(html).toContain('<strong>it</strong>')
  })

  it('begins its headings below those of the page', () => {
    expect(draw('# One\n\n## Two')).toBe('<h3>One</h3><h4>Two</h4>')
    expect(draw('Text\n\n### One\n\n#### Two\n\n## Three')).toBe(
      '<p>Text</p><h3>One</h3><h4>Two</h4><h3>Three</h3>',
    )
  })

  it('puts the full stop after the last character, wherever that is', () => {
    expect(draw('', true)).toBe(CARET)
    expect(draw('text', true)).toBe(`<p>text${CARET}</p>`)
    expect(draw('first\n\n- a\n- **b**', true)).toContain(`<strong>b</strong>${CARET}</li>`)
    expect(draw('| a | b |\n| - | - |\n| c | d |', true)).toContain(`d${CARET}</td>`)
    expect(draw('```js\nlet x', true)).toContain(`let x${CARET}</code>`)
    expect(draw('- a\n\n  ```js\n  let x', true)).toContain(`let x${CARET}</code>`)
  })

  it.each([
    'some **bold** and **more bo',
    'see [the whole story](https://example.org/wh',
    'an ![old cat](https://exam',
    'call `this.mon',
    '| Name | Value |\n|--',
    '1. One\n2. The text is kept:\n   -',
    'Text\n\n##',
  ])('draws a text that was cut off as it was drawn while it came: %j', (text) => {
    const cutOff = renderToStaticMarkup(<MarkdownText text={text} caret={false} cut={true} />)
    expect(cutOff).toBe(draw(text, true).replace(CARET, ''))
    expect(cutOff).not.toBe(draw(text))
  })

  it.each([
    ['שלום עולם', '<p dir="rtl">'],
    ['- مرحبا\n- English', '<ul dir="rtl">'],
    ['| اسم | قيمة |\n| - | - |\n| a | b |', '<table dir="rtl">'],
    ['`code` ثم نص', '<p dir="rtl">'],
    ['42. سطر', '<ol start="42" dir="rtl">'],
  ])('writes from right to left what begins so: %j', (text, opening) => {
    expect(draw(text)).toContain(opening)
  })

  it('leaves the direction of everything else alone', () => {
    expect(draw('The word سلام, then `שלום`.\n\n```\nשלום\n```\n\n1 + 1')).not.toContain('dir=')
  })

  it('labels code with its language', () => {
    const html = draw('```ts\nlet x = 1 < 2\n```')
    expect(html).toContain('<bdi>ts</bdi>')
    expect(html).toContain('let x = 1 &lt; 2')
  })
})
