import { describe, expect, test } from 'vitest'
import { snippetOf } from './snippet'

/** The snippet with its hits in brackets. */
function marked(text: string, ...words: string[]): string | undefined {
  const snippet = snippetOf(text, words)
  return snippet?.hits.reduceRight(
    (shown, { start, end }) =>
      `${shown.slice(0, start)}[${shown.slice(start, end)}]${shown.slice(end)}`,
    snippet.text,
  )
}

describe('a snippet', () => {
  test.each([
    ['A full stop.', ['stop'], 'A full [stop].'],
    ['STOP and stop', ['Stop'], '[STOP] and [stop]'],
    ['Grüße, Gru\u0308ße', ['grü'], '[Grü]ße, [Gru\u0308]ße'],
    ['one\n\n  two\tthree', ['two', 'three'], 'one [two] [three]'],
    ['two thumbs 👍🏽 up', ['👍'], 'two thumbs [👍]🏽 up'],
    ['我爱北京天安门', ['北京'], '我爱[北京]天安门'],
    ['aaaa', ['aa', 'a'], '[aa][aa]'],
  ])('a snippet of %j for %j marks the hits', (text, words, expected) => {
    expect(marked(text, ...words)).toBe(expected)
  })

  test('a snippet is cut between words before the hit, and shows that it is cut', () => {
    const text = `${'before '.repeat(40)}needle${' behind'.repeat(40)}`
    const snippet = marked(text, 'needle')
    expect(snippet).toMatch(/^…before before .*\[needle\] behind.*…$/)
    expect(snippet?.length).toBeLessThan(150)
  })

  test('a snippet never cuts a picture in half', () => {
    const snippet = snippetOf(`${'👨‍👩‍👧'.repeat(30)}needle${'👨‍👩‍👧'.repeat(30)}`, ['needle'])
    expect(snippet?.text.replaceAll('👨‍👩‍👧', '').replaceAll('…', '')).toBe('needle')
  })

  test('a text without the words has no snippet', () => {
    expect(snippetOf('nothing here', ['needle'])).toBeUndefined()
  })
})
