import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { MarkdownText } from './markdown-text'

function draw(text: string): string {
  return renderToStaticMarkup(<MarkdownText text={text} caret={false} />).replaceAll('\n', '')
}

describe('MarkdownBlock', () => {
  it.each([
    'from (~$1.50) up to (~$10)',
    '10~20度，明天30~40度',
    '~5 of ~6',
    'a ~b~ c',
    '~/a and ~/b',
    '1~2, 3~4',
  ])('a single tilde strikes nothing out: %j', (text) => {
    expect(draw(text)).toBe(`<p>${text}</p>`)
  })

  it('double tildes strike out the text between them', () => {
    expect(draw('a ~~b~~ c')).toBe('<p>a <del>b</del> c</p>')
  })

  it.each([
    ['**注意：**请先保存', '<strong>注意：</strong>请先保存'],
    ['请**“保存”**后', '请<strong>“保存”</strong>后'],
    ['这是**《书》**的', '这是<strong>《书》</strong>的'],
    ['**「保存」**する', '<strong>「保存」</strong>する'],
    ['**"강조"**를', '<strong>&quot;강조&quot;</strong>를'],
    ['**중요(重要)**합니다', '<strong>중요(重要)</strong>합니다'],
    ['~~削除（けし）。~~済み', '<del>削除（けし）。</del>済み'],
    ['强调*重点：*内容', '强调<em>重点：</em>内容'],
    ['***注意。***请', '<em><strong>注意。</strong></em>请'],
    ['**`code`**を', '<strong><code>code</code></strong>を'],
    ['**𠀀。**𠀀', '<strong>𠀀。</strong>𠀀'],
  ])('emphasis works beside the punctuation of Chinese, Japanese and Korean: %j', (text, drawn) => {
    expect(draw(text)).toBe(`<p>${drawn}</p>`)
  })

  it.each([
    ['1 Main St\nTown', '<p>1 Main St<br/>Town</p>'],
    ['a\r\nb', '<p>a<br/>b</p>'],
    ['**Name:** x\n**Age:** y', '<p><strong>Name:</strong> x<br/><strong>Age:</strong> y</p>'],
    ['*a\nb*', '<p><em>a<br/>b</em></p>'],
    ['- a\n  b\nc', '<ul><li>a<br/>b<br/>c</li></ul>'],
    ['> a\n> b', '<blockquote><p>a<br/>b</p></blockquote>'],
    ['a  \nb\\\nc', '<p>a<br/>b<br/>c</p>'],
    ['a\n\nb', '<p>a</p><p>b</p>'],
    ['`a\nb`', '<p><code>a b</code></p>'],
  ])('a drawn line breaks where the text does: %j', (text, drawn) => {
    expect(draw(text)).toBe(drawn)
  })
})
