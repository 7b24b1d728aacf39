import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import { fold, foldText } from './search-words'

describe('a folded text', () => {
  test('a folded text is the same without the places that its characters come from', () => {
    const texts = fc.string({ unit: 'binary' })
    fc.assert(
      fc.property(texts, (text) => {
        expect(fold(text)).toBe(foldText(text).text)
      }),
      fromSeed(),
    )
    // One character after another, whatever stands before and behind it.
    const everyLetter = Array.from({ length: 0x3000 }, (_, code) => String.fromCodePoint(code))
    for (const text of [everyLetter.join(''), everyLetter.join('x'), everyLetter.join(' ')]) {
      expect(fold(text)).toBe(foldText(text).text)
    }
  })

  test.each([
    ['Grüße aus ÅLAND', 'grüße aus åland'],
    ['ΔΡΌΜΟΣ', 'δρόμος'],
    ['cafe\u0301', 'CAFÉ'],
    ['한글 北京', '한글 北京'],
  ])('%j is the same text as %j, without case and accents', (one, other) => {
    expect(fold(one)).toBe(fold(other))
  })

  test('a folded text keeps what is not an accent', () => {
    expect(fold('GRUß')).not.toBe(fold('GRUSS'))
    expect(fold('が')).not.toBe(fold('か'))
  })
})
