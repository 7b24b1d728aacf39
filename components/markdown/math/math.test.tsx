import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, describe, expect, it } from 'vitest'
import { MarkdownText } from '../markdown-text'
import { canonicalMath } from './canonical-math'
import { loadDrawMath } from './use-draw-math'

const { raw } = String

function draw(text: string, caret = false): string {
  return renderToStaticMarkup(<MarkdownText text={text} caret={caret} />)
}

describe('a formula', () => {
  it('is shown as it is written until what draws it is there', () => {
    expect(draw('so $x^2$')).toBe('<p>so <code class="math-source">x^2</code></p>')
  })
})

describe('a formula, drawn', () => {
  beforeAll(loadDrawMath)

  it.each([
    ['$x^2$', 'inline'],
    [raw`\(x^2\)`, 'inline'],
    ['so $$x^2$$ it is', 'inline'],
    ['$$x^2$$', 'block'],
    ['$$\nx^2\n$$', 'block'],
    [raw`\[x^2\]`, 'block'],
    ['so:\n\\[\nx^2\n\\]\nit is', 'block'],
    ['- so:\n  $$x^2$$\n  it is', 'block'],
    ['> \\[\n> x^2\n> \\]', 'block'],
  ])('%j is MathML', (text, display) => {
    const html = draw(text)
    expect(html).toContain(`<math display="${display}"><mrow><msup><mi>x</mi><mn>2</mn></msup>`)
    expect(html).not.toMatch(/[\\$]|annotation|katex/)
  })

  it.each([
    'it costs $5 and $6',
    'from $5-$6, or $1,000 and more for 20$',
    'US$5 and A$6',
    '`$x$` and `\\(x\\)`',
    raw`\$x$ and \\(x\\)`,
    '$ x $ and $HOME/$USER2',
    'pipe $match/$group/$sort',
    'echo $foo/$bar and $a$b',
    '$10 (R$ 55)',
    'it is $10, R$ 55 or 9$ 10',
  ])('%j has none', (text) => {
    expect(draw(text)).not.toContain('<math')
    expect(canonicalMath(text)).toBe(text)
  })

  it.each(['the $n$th and $k$-th', 'for $[0, 1)$', raw`so $\left. x \right)$`, 'all $x$s'])(
    '%j has one',
    (text) => {
      expect(draw(text)).toContain('<math')
    },
  )

  it('changes nothing where code is', () => {
    const text = '- ```tex\n  \\[x\\] $y$\n  ```\n- ``a ` $x$`` b'
    expect(canonicalMath(text)).toBe(text)
  })

  it('has its letters and its columns as MathML Core has them', () => {
    expect(draw(raw`$\mathbb{R} \mathbf{x} \mathrm{d}$`)).toMatch(
      /ℝ.*𝐱.*<mi mathvariant="normal">d</,
    )
    const html = draw('$$\n\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}\n$$')
    expect(html).toContain('<mtd style="text-align:right">')
    expect(html).toContain('<mtable class="math-aligned">')
  })

  it('is its source while it is half written, and where it is wrong', () => {
    expect(draw(raw`so \(\frac{1}{`, true)).toContain(raw`>\frac{1}{</code>`)
    expect(draw('so\n\\[\na\n- b', true)).toContain('>a\n- b</code>')
    expect(draw(raw`so $\frac{1}$`)).toContain(raw`>\frac{1}</code>`)
    expect(draw('so $x$', true)).toContain('</math><span class="caret"')
  })

  it.each([
    raw`\href{https://x.test}{y}`,
    raw`\url{https://x.test}`,
    raw`\includegraphics[width=9em]{https://x.test/a.png}`,
    raw`\htmlData{a=b}{y}`,
    raw`\htmlStyle{position:fixed}{y}`,
    raw`\htmlClass{fixed}{y}`,
    raw`\htmlId{question}{y}`,
    raw`\def\a{\a\a}\a`,
    raw`\input{a}`,
  ])('%s is shown as it is written, and is nothing else', (source) => {
    const html = draw(`$$\n${source}\n$$`)
    expect(html).toContain(`<code class="math-source">${source}</code>`)
  })

  it('has no colour and no length that could hide or cover anything', () => {
    const html = draw(raw`$$\color{white}{x} \hspace{-99em} \rule{99em}{99em} \raisebox{99em}{y}$$`)
    expect(html).toContain('<math')
    expect(html).not.toMatch(/color|background|99em|10em/)
  })

  it('is its source where it is too deep', () => {
    expect(draw(`$${'{'.repeat(100)}${raw`\frac{x`}}{2}${'}'.repeat(100)}$`)).toMatch(/<math|<code/)
    expect(draw(`$$\n${raw`\sqrt{`.repeat(200)}x${'}'.repeat(200)}\n$$`)).toContain('math-source')
  })
})
