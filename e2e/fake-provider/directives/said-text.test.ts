import { describe, expect, it } from 'vitest'
import { cutIntoPieces, decodeSaid, encodeSaid } from './said-text.ts'

describe('what is to be said', () => {
  it.each(['', 'plain', 'a\0b\r\n\t', '\u{1F600} 漢字 \uFEFF', '~~~>>>???'])(
    'is the same after it was encoded: %j',
    (text) => {
      expect(decodeSaid(encodeSaid(text))).toBe(text)
    },
  )

  it.each(['a', 'YQ==', 'a+/b', 'Y Q', 'YR', '_w', '7aCA'])('cannot be %s', (value) => {
    expect(decodeSaid(value)).toBeUndefined()
  })
})

describe('pieces', () => {
  it('have the length that is asked for, and the last what is left', () => {
    expect(cutIntoPieces('<a href="x">', 5, false)).toEqual(['<a hr', 'ef="x', '">'])
    expect(cutIntoPieces('', 5, false)).toEqual([])
  })

  it('keep a surrogate pair whole unless its halves are asked for', () => {
    const text = 'a\u{1F600}b'
    expect(cutIntoPieces(text, 2, false)).toEqual(['a\u{1F600}', 'b'])
    expect(cutIntoPieces(text, 1, false)).toEqual(['a', '\u{1F600}', 'b'])
    expect(cutIntoPieces(text, 2, true)).toEqual(['a\uD83D', '\uDE00b'])
  })
})
