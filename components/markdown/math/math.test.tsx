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
  it('a formula is shown as it is written until KaTeX has loaded', () => {
    expect(draw('so $x^2$')).toBe('<p>so <code class="math-source">x^2</code></p>')
  })
})

describe('a drawn formula', () => {
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
  ])('the formula in %j is MathML', (text, display) => {
    const html = draw(text)
    expect(html).toContain(`<math display="${display}"><mrow><msup><mi>x</mi><mn>2</mn></msup>`)
    expect(html).not.toMatch(/[\\$]|annotation|katex/)
  })

  it.each([
    [raw`\begin{equation}x^2\end{equation}`, 'block'],
    ['so:\n\\begin{align*}\nx^2\n\\end{align*}\nit is', 'block'],
    ['- so:\n  \\begin{gather}\n  x^2\n  \\end{gather}', 'block'],
    [raw`so \begin{pmatrix} x^2 \end{pmatrix} it is`, 'inline'],
  ])('an environment without other marks is a formula: %j', (text, display) => {
    const html = draw(text)
    expect(html).toMatch(
      new RegExp(`<math display="${display}">.*<msup><mi>x</mi><mn>2</mn></msup>`),
    )
    expect(html).not.toMatch(/[\\$]/)
  })

  it.each([
    'it costs $5 and $6',
    'from $5-$6, or $1,000 and more for 20$',
    'US$5 and A$6',
    '`$x$` and `\\(x\\)`',
    raw`\$x$ and \\(x\\)`,
    raw`\begin{align}x`,
    raw`\begin{itemize}\item x\end{itemize}`,
    raw`\\begin{align}x\end{align}`,
    '$ x $ and $HOME/$USER2',
    'pipe $match/$group/$sort',
    'echo $foo/$bar and $a$b',
    '$10 (R$ 55)',
    'it is $10, R$ 55 or 9$ 10',
    '${a}/${b} and ${a}-${b}',
    '$(a)$(b) in $dir/$(ls)',
    'set $PATH:$HOME, $a:${b} or $a="$b"',
    '$user@$host',
    '$100/$200 and $1-$2',
    '花费$5，也就是$6左右',
    '约$5，最多6$',
    "$('#a').hide();$('#b')",
    'AAPL ($AAPL) and ($MSFT)',
  ])('the text %j has no formula', (text) => {
    expect(draw(text)).not.toContain('<math')
    expect(canonicalMath(text)).toBe(text)
  })

  it.each([
    'the $n$th and $k$-th',
    'for $[0, 1)$',
    raw`so $\left. x \right)$`,
    'all $x$s',
    '设$x$为整数',
    '関数$f$の値',
    '값 $x$는',
    raw`all $\{x, y\}$`,
    '$5x + 3$',
    '${}^{14}C$',
  ])('the text %j has a formula', (text) => {
    expect(draw(text)).toContain('<math')
  })

  it.each([
    'https://a.test/?$top=5&$x$',
    'so https://a.test/$x$/b',
    '[a](https://a.test/$c$ "b")',
    '<https://a.test/$c$>',
    '![a](http://a.test/$c$.png)',
    '[a]: https://a.test/$c$',
    raw`www.a.test/\(x\)`,
  ])('canonicalMath changes no address: %j', (text) => {
    expect(canonicalMath(text)).toBe(text)
    expect(draw(`${text} and $y$，https://a.test，$z$`).match(/<math/g)).toHaveLength(2)
  })

  it('canonicalMath changes nothing in code', () => {
    const text = '- ```tex\n  \\[x\\] $y$\n  ```\n- ``a ` $x$`` b'
    expect(canonicalMath(text)).toBe(text)
  })

  it('the letters of a formula are written as in MathML Core', () => {
    expect(draw(raw`$\mathbb{R} \mathbf{x} \mathrm{d}$`)).toMatch(
      /ℝ.*𝐱.*<mi mathvariant="normal">d</,
    )
    expect(draw(raw`$\boldsymbol{\alpha} \mathbf{\Gamma}$`)).toMatch(/𝜶.*𝚪/)
  })

  it.each([
    ['matrix', '', ['0.1em 0.5em', '0.5em 0.1em'], []],
    ['pmatrix', '', ['0.1em 0.5em', '0.5em 0.1em'], []],
    ['cases', '', ['0.1em 0.5em', '0.5em 0.1em'], ['math-left', 'math-left']],
    ['aligned', '', ['0.1em 0em', '0em 0.1em'], ['math-right', 'math-left']],
    ['align*', '', ['0.1em 0em', '0em 0.1em'], ['math-right', 'math-left']],
    ['array', '{r|l}', ['0.3em 0.5em', '0.5em 0.3em'], ['math-right', 'math-left']],
  ])(
    'the columns of %s have their spaces and their alignment',
    (name, columns, spaces, classes) => {
      const html = draw(`$$\n\\begin{${name}}${columns} a & b \\\\ c & d \\end{${name}}\n$$`)
      const all = (pattern: RegExp) => Array.from(html.matchAll(pattern), ([, found]) => found)
      expect(all(/padding-inline:([^";]*)/g)).toEqual([...spaces, ...spaces])
      expect(all(/<mtd[^>]*class="([^"]*)"/g)).toEqual([...classes, ...classes])
      // Each row is as high as a row of text, however low its letters are.
      expect(all(/<mtd[^>]*>(<mspace width="0" height="[\d.]+em")/g)).toHaveLength(2)
    },
  )

  it.each([
    ['align', '', '&=', 2],
    ['align*', '', '&=', 2],
    ['alignat', '{1}', '&=', 2],
    ['eqnarray', '', '&=&', 3],
    ['gather', '', '=', 1],
    ['equation', '', '=', 1],
    ['multline', '', '=', 1],
  ])(
    'the lines of %s have the same columns, with their tags in them',
    (name, more, sign, count) => {
      const lines = raw`a = b \tag{7} \\ c = d \notag \label{e} \\ e = f`.replaceAll('=', sign)
      const formula = `\\begin{${name}}${more} ${lines} \\end{${name}}`
      const sides = count === 1 ? /<mi>e<.*<mi>f</ : /math-right.*<mi>e<.*math-left.*<mi>f</
      for (const text of [`$$\n${formula}\n$$`, `so $$${formula}$$ it is`]) {
        const [, ...rows] = draw(text).split('<mtr>')
        expect(rows.map((row) => row.match(/<mtd/g)?.length)).toEqual([count, count, count])
        expect(rows[0]).toContain('<mtext>(7)</mtext>')
        expect(rows[2]).toMatch(sides)
      }
    },
  )

  it.each([raw`x = 1 \tag{2}`, raw`\mbox{if } x`, raw`\require{cancel}\cancel{x}`])(
    'the formula %s is drawn',
    (source) => {
      expect(draw(`$$\n${source}\n$$`)).toContain('<math display="block">')
    },
  )

  it('a table has rules where its columns and lines ask for them', () => {
    const html = draw(raw`$$\begin{array}{c|cc} a & b & c \\ \hline d & e & f \end{array}$$`)
    expect(html.match(/border-inline-start:1px solid/g)).toHaveLength(2)
    expect(html.match(/border-block-start:1px solid/g)).toHaveLength(3)
  })

  const THIN = '<mspace width="0.1667em"></mspace>'

  it.each([
    [raw`n \log n`, `<mi>n</mi>${THIN}<mi>log</mi><mo>⁡</mo>${THIN}<mi>n</mi>`],
    [raw`2\sin\theta`, `<mn>2</mn>${THIN}<mi>sin</mi><mo>⁡</mo>${THIN}<mi>θ</mi>`],
    [raw`\sin^2 x`, `<mn>2</mn></msup>${THIN}<mi>x</mi>`],
    [raw`(a) \ln b`, `)</mo>${THIN}<mi>ln</mi><mo>⁡</mo>${THIN}<mi>b</mi>`],
    [raw`\log\log n`, `<mi>log</mi><mo>⁡</mo>${THIN}<mi>log</mi><mo>⁡</mo>${THIN}<mi>n</mi>`],
    [raw`\operatorname{rank} A`, `rank</mi><mo>⁡</mo>${THIN}<mi>A</mi>`],
    [raw`\lim_{x} f`, `<mi>x</mi></msub>${THIN}<mi>f</mi>`],
    [raw`\max(a)`, '<mi>max</mi><mo>⁡</mo><mo stretchy="false">('],
    [raw`-\cos x`, '<mo>−</mo><mi>cos</mi>'],
    [raw`\sin\left(x\right)`, '<mi>sin</mi><mo>⁡</mo><mrow>'],
  ])('the formula %s is spaced as in TeX', (source, drawn) => {
    expect(draw(`$${source}$`)).toContain(drawn)
  })

  it('signs above or below something have no space around them', () => {
    expect(draw(raw`$\sum_{i=1} i = j$`)).toMatch(
      /<mo lspace="0" rspace="0">=<\/mo><mn>1.*<mi>i<\/mi><mo>=<\/mo><mi>j</,
    )
  })

  it('fences grow, and are close to their content', () => {
    const html = draw(raw`$$\left| \frac{a}{b} \right| \begin{vmatrix} a \end{vmatrix}$$`)
    expect(html.match(/<mo stretchy="true" symmetric="true" lspace="0" rspace="0" /g)).toHaveLength(
      4,
    )
    expect(html.match(/form="prefix"/g)).toHaveLength(2)
    expect(html.match(/form="postfix"/g)).toHaveLength(2)
  })

  it.each([
    [raw`\hat{x}`, '<mo lspace="0" rspace="0">\u02C6</mo>'],
    [raw`\widehat{ABC}`, 'stretchy="true">\u0302</mo>'],
    [raw`\overrightarrow{AB}`, 'stretchy="true">⟶</mo>'],
    [raw`\vec{v}`, 'class="math-arrow-above">→</mo>'],
    [raw`\xrightarrow{\text{heat}}`, '>⟶</mo><mrow style="padding-inline:0.6em"><mtext>heat'],
    [raw`f''(x)`, '<mi>f</mi><mo lspace="0" rspace="0">′′</mo>'],
    [raw`\boxed{x}`, '<mrow class="math-boxed">'],
    [raw`\cancel{x}`, '<mrow class="math-struck-up">'],
    [raw`\overset{!}{=}`, '<mrow><mover><mrow><mo>=</mo></mrow>'],
  ])('the formula %s is written as browsers draw it well', (source, drawn) => {
    expect(draw(`$$${source}$$`)).toContain(drawn)
  })

  it('a formula that is half written, or wrong, is shown as its source', () => {
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
  ])('the forbidden %s is shown as it is written, and is nothing else', (source) => {
    const html = draw(`$$\n${source}\n$$`)
    expect(html).toContain(`<code class="math-source">${source}</code>`)
  })

  it('a formula has no colour and no length that could hide or cover anything', () => {
    const html = draw(raw`$$\color{white}{x} \hspace{-99em} \rule{99em}{99em} \raisebox{99em}{y}$$`)
    expect(html).toContain('<math')
    expect(html).not.toMatch(/color|background|99em|10em/)
  })

  it('a formula that is too deep is shown as its source', () => {
    expect(draw(`$${'{'.repeat(100)}${raw`\frac{x`}}{2}${'}'.repeat(100)}$`)).toMatch(/<math|<code/)
    expect(draw(`$$\n${raw`\sqrt{`.repeat(200)}x${'}'.repeat(200)}\n$$`)).toContain('math-source')
  })
})
