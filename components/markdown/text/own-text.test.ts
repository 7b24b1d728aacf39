import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import { ownText } from './own-text'

it('ownText returns the same text, whatever is in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(), fc.nat(), (text, start, end) => {
      const piece = text.slice(start % (text.length + 1), end % (text.length + 1))
      expect(ownText(piece)).toBe(piece)
    }),
    fromSeed(),
  )
  expect(ownText('\uD83D')).toBe('\uD83D')
})
