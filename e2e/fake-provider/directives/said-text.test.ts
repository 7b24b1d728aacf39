import { describe, expect, it } from 'vitest'
import { cutIntoPieces, decodeSaid, encodeSaid } from './said-text.ts'

describe('the text of say', () => {
  it.each(['', 'plain', 'a\0b\r\n\t', '\u{1F600} 漢字 \uFEFF', '~~~>>>???'])(
    'decodeSaid gives back an encoded text: %j',
    (text) => {
      expect(decodeSaid(encodeSaid(text))).toBe(text)
    },
  )

  it.each(['a', 'YQ==', 'a+/b', 'Y Q', 'YR', '_w', '7aCA'])('decodeSaid refuses %s', (value) => {
    expect(decodeSaid(value)).toBeUndefined()
  })
})

describe('pieces', () => {
  it('pieces have the given length, and the last one is the rest', () => {
    expect(cutIntoPieces('<a href="x">', 5, false)).toEqual(['<a hr', 'ef="x', '">'])
    expect(cutIntoPieces('', 5, false)).toEqual([])
  })

  it('pieces keep a surrogate pair whole unless its halves are asked for', () => {
    const text = 'a\u{1F600}b'
    expect(cutIntoPieces(text, 2, false)).toEqual(['a\u{1F600}', 'b'])
    expect(cutIntoPieces(text, 1, false)).toEqual(['a', '\u{1F600}', 'b'])
    expect(cutIntoPieces(text, 2, true)).toEqual(['a\uD83D', '\uDE00b'])
  })
})
