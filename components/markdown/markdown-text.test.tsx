import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it, vi } from 'vitest'
import { MarkdownText } from './markdown-text'

function draw(text: string, caret = false): string {
  return renderToStaticMarkup(<MarkdownText text={text} caret={caret} />)
}

const CARET = '<span class="caret" aria-hidden="true"></span>'

describe('MarkdownText', () => {
  it('HTML is shown as text and never as HTML', () => {
    const html = draw('a <b onclick="x()">b</b>\n\n<script>alert(1)</script>')
    expect(html).not.toMatch(/<(b|script)\b/)
    expect(html).toContain('&lt;b onclick=')
    expect(html).toContain('&lt;script&gt;')
  })

  it('an image is not loaded but shown as a link', () => {
    const html = draw('![a cat](https://example.org/cat.png)')
    expect(html).not.toContain('<img')
    expect(html).toContain('href="https://example.org/cat.png"')
    expect(html).toContain('Image: a cat')
  })

  it('a link opens in a new tab that knows nothing of this page', () => {
    const html = draw('[here](https://example.org)')
    expect(html).toContain('target="_blank"')
    expect(html).toContain('rel="noopener noreferrer nofollow"')
  })

  it('a script does not become a link', () => {
    expect(draw('[x](javascript:alert(1)) <javascript:alert(1)>')).not.toMatch(/href/)
  })

  it('a link into the app itself is shown as text, and footnotes lead to each other', () => {
    expect(draw('[x](/api/export) [y](?next=1) [w](//x.test)')).not.toContain('<a')
    expect(draw('[z](#composer)')).not.toContain('#composer')
    const html = draw('Said so.[^1]\n\n[^1]: By whom.')
    const [, target = ''] = /href="#(user-content-[^"]*fn-1)"/.exec(html) ?? []
    expect(html).toContain(`id="${target}"`)
  })

  it('an image inside a link does not become a second link', () => {
    const html = draw('[![a cat](https://example.org/cat.png)](https://example.org/)')
    expect(html.match(/<a /g)).toHaveLength(1)
    expect(html).toContain('href="https://example.org/"')
    expect(html).toContain('Image: a cat')
  })

  it('code in a quote ends with the quote', () => {
    const html = draw('> ```\n> quoted\n\nbehind **it**')
    expect(html).toContain('<strong>it</strong>')
  })

  it.each([
    ['in a list', '1. a\n\n   ```md\n   ```sh\n   x\n   ```\n   y\n   ```\n\n2. b', 'y\n'],
    ['in a quote', '> ```md\n> ```sh\n> x\n> ```\n> y\n> ```\n> b', 'y\n'],
  ])('MarkdownText draws a fence of Markdown %s whole', (_name, text, end) => {
    const html = draw(text)
    expect(html.match(/<code>/g)).toHaveLength(1)
    expect(html).toContain(`<code>\`\`\`sh\nx\n\`\`\`\n${end}</code>`)
  })

  it('the headings of a text begin below those of the page', () => {
    expect(draw('# One\n\n## Two')).toBe('<h3>One</h3><h4>Two</h4>')
    expect(draw('Text\n\n### One\n\n#### Two\n\n## Three')).toBe(
      '<p>Text</p><h3>One</h3><h4>Two</h4><h3>Three</h3>',
    )
  })

  it('the full stop follows the last character, wherever that is', () => {
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
  ])('a text that was cut off is drawn as it was while it came: %j', (text) => {
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
  ])('a block that begins in a right-to-left script has that direction: %j', (text, opening) => {
    expect(draw(text)).toContain(opening)
  })

  it('any other block has no direction of its own', () => {
    expect(draw('The word سلام, then `שלום`.\n\n```\nשלום\n```\n\n1 + 1')).not.toContain('dir=')
  })

  it('code is labelled with its language', () => {
    const html = draw('```ts\nlet x = 1 < 2\n```')
    expect(html).toContain('<bdi>ts</bdi>')
    expect(html).toContain('let x = 1 &lt; 2')
  })

  it.each([
    ['quotes 2,500 deep', '> '.repeat(2_500).trimEnd()],
    ['what is drawn deeper than a page can bear', '*a '.repeat(150) + 'b* '.repeat(149) + 'b*'],
    ['runs of marks', '*a '.repeat(6_000).trimEnd()],
  ])('MarkdownText shows %s as it is written', (_name, text) => {
    const shown = text.replaceAll('>', '&gt;')
    expect(draw(`before\n\n${text}\n\n*after*`)).toBe(
      `<p>before</p><p class="whitespace-pre-wrap">${shown}</p><p><em>after</em></p>`,
    )
    expect(draw(text, true)).toBe(`<p class="whitespace-pre-wrap">${shown}${CARET}</p>`)
  })

  it('a long text that takes too long to parse stays plain; a short one never does', () => {
    let now = 0
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 100))
    const text = `${'It is so. '.repeat(600)}*so*`
    expect(draw(text)).toBe(`<p class="whitespace-pre-wrap">${text}</p>`)
    expect(draw('It is *so*.')).toBe('<p>It is <em>so</em>.</p>')
  })

  it('a long text is drawn in part at first, and the rest is shown as it is written', () => {
    const paragraph = `${'Some *words* of it. '.repeat(100)}end`
    const html = draw(Array.from({ length: 40 }, () => paragraph).join('\n\n'))
    const plain = html.split('<p class="whitespace-pre-wrap">').length - 1
    expect(plain).toBeGreaterThan(5)
    expect(plain).toBeLessThan(35)
    expect(html.split('<p>').length - 1).toBe(40 - plain)
  })
})
