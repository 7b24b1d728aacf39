import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { MarkdownText } from '../markdown-text'

function draw(text: string): string {
  return renderToStaticMarkup(<MarkdownText text={text} caret={false} />)
}

/** The addresses that are drawn as links, as they are shown. */
function addressesIn(text: string): string[] {
  return Array.from(draw(text).matchAll(/<a [^>]*>([^<]*)<\/a>/g), ([, shown = '']) => shown)
}

const ended: Record<string, string[]> = {
  '请看https://a.test/b，谢谢。': ['https://a.test/b'],
  '（https://a.test）后': ['https://a.test'],
  '「https://a.test/x(y)」と': ['https://a.test/x(y)'],
  '见https://a.test/b.，以及': ['https://a.test/b'],
  'https://a.test/a_b。https://b.test、完': ['https://a.test/a_b', 'https://b.test'],
  '看：www.a.test。谢谢': ['www.a.test'],
  '访问https://a.test查看': ['https://a.test'],
  '访问https://a.test/b查看': ['https://a.test/b'],
  'https://a.test/docs를 보세요': ['https://a.test/docs'],
  'https://a.test:8080/を開く': ['https://a.test:8080/を開く'],
  '**https://a.test**请看': ['https://a.test'],
  '“https://a.test” — https://b.test—so': ['https://a.test', 'https://b.test'],
  '[see https://a.test，and': ['https://a.test'],
  '*http://a.test/b！*': ['http://a.test/b'],
  'me@a.test，谢谢': ['me@a.test'],
  'https://a.test/b(참고)': ['https://a.test/b'],
  'https://a.test/b_(c)(참고)': ['https://a.test/b_(c)'],
  'https://a.test/b`码`': ['https://a.test/b'],
  'https://a.test/b، شكرا https://a.test/c؟': ['https://a.test/b', 'https://a.test/c'],
  'https://a.test/b। और https://a.test/c॥': ['https://a.test/b', 'https://a.test/c'],
  'https://a.test/b։ https://a.test/c። https://a.test/d។': [
    'https://a.test/b',
    'https://a.test/c',
    'https://a.test/d',
  ],
}

const whole: Record<string, string[]> = {
  'https://zh.wikipedia.org/wiki/中文 ok': ['https://zh.wikipedia.org/wiki/中文'],
  'https://a.test/?q=中文&b=c ok': ['https://a.test/?q=中文&amp;b=c'],
  'https://例え.jp/テスト': ['https://例え.jp/テスト'],
  'https://www.例え.jp': ['https://www.例え.jp'],
  'https://a.test/b, https://c.test. (https://d.test)': [
    'https://a.test/b',
    'https://c.test',
    'https://d.test',
  ],
  '<https://a.test/b，c>': ['https://a.test/b，c'],
  '[https://a.test，b](https://c.test)': ['https://a.test，b'],
}

describe('bareAddresses', () => {
  it.each(Object.entries(ended))(
    'an address ends where a reader would end it: %s',
    (text, addresses) => {
      expect(addressesIn(text)).toEqual(addresses)
    },
  )

  it.each(Object.entries(whole))('an address stays whole: %s', (text, addresses) => {
    expect(addressesIn(text)).toEqual(addresses)
  })

  it('an address in code is no link, and any other links to what it shows', () => {
    expect(addressesIn('`https://a.test，b`')).toEqual([])
    expect(draw('看：www.a.test。')).toContain('href="http://www.a.test"')
  })

  it('the text after an address is read as Markdown', () => {
    expect(draw('**见https://a.test，注意**。请')).toMatch(
      /<strong>见<a .*<\/a>，注意<\/strong>。请/,
    )
    expect(draw('https://a.test，`b`')).toContain('</a>，<code>b</code>')
  })
})
