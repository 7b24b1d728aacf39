import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import type { MessagePart } from './message'
import {
  cutParts,
  firstGraphemeLength,
  floorToGrapheme,
  textLengthOf,
  textOf,
} from './message-text'

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The places where the whole text may be cut: the real function's window has to agree. */
function boundariesOf(text: string): number[] {
  return [...segmenter.segment(text)].map(({ index }) => index).concat(text.length)
}

function slowFloor(text: string, length: number): number {
  return boundariesOf(text).findLast((boundary) => boundary <= length) ?? 0
}

const family = '👨‍👩‍👧‍👦'
const flag = '🇨🇭'
const characters = ['a', ' ', '\n', '\r\n', '漢', '字', 'é', 'e\u0301', 'ö\u0323\u0302', family]
characters.push(flag, '🇩🇪', '👍🏽', '한', '\u1112\u1161\u11ab', 'नि', 'क्ष', '\u200d', '😀', '1️⃣')
const anyText = fc
  .array(fc.oneof(fc.constantFrom(...characters), fc.string({ unit: 'binary', maxLength: 3 })))
  .map((list) => list.join(''))

describe('floorToGrapheme', () => {
  test.each([
    ['a letter', 'abc', 2, 2],
    ['nothing', 'abc', 0, 0],
    ['less than nothing', 'abc', -5, 0],
    ['more than there is', 'abc', 99, 3],
    ['the middle of a surrogate pair', 'a😀b', 2, 1],
    ['the middle of a family', `a${family}b`, 5, 1],
    ['just after a family', `a${family}b`, 1 + family.length, 1 + family.length],
    ['the middle of a flag', `${flag}${flag}`, 6, 4],
    ['a letter without its combining mark', 'xe\u0301y', 2, 1],
    ['a line feed after its carriage return', 'a\r\nb', 2, 1],
    ['between two Chinese characters', '漢字', 1, 1],
  ])('floorToGrapheme cuts at %s', (_, text, length, expected) => {
    expect(floorToGrapheme(text, length)).toBe(expected)
  })

  test('floorToGrapheme keeps flags whole in a row that is longer than its window', () => {
    const row = flag.repeat(300)
    for (const length of [599, 600, 601, 602, 603, 1198]) {
      expect(floorToGrapheme(row, length)).toBe(length - (length % 4))
    }
  })

  test('floorToGrapheme agrees with a segmentation of the whole text, for any text and length', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), fc.nat({ max: 90 }), (text, seed, before) => {
        const long = 'x漢'.repeat(before * 3) + text
        const length = seed % (long.length + 2)
        expect(floorToGrapheme(long, length)).toBe(slowFloor(long, length))
      }),
      fromSeed(500),
    )
  })

  test('the cost of floorToGrapheme does not grow with the text', () => {
    const text = 'long '.repeat(1_000_000)
    const startedAt = performance.now()
    for (let length = 4_000_000; length < 4_002_000; length += 1) floorToGrapheme(text, length)
    // 2,000 segmentations of the whole text would take minutes.
    expect(performance.now() - startedAt).toBeLessThan(5_000)
  })
})

test.each([
  ['', 0],
  ['ab', 1],
  ['e\u0301b', 2],
  [`${family}${family}`, family.length],
  ['e'.padEnd(500, '\u0301'), 256],
])('firstGraphemeLength measures the first grapheme of %j', (text, length) => {
  expect(firstGraphemeLength(text)).toBe(length)
})

const part = (type: MessagePart['type'], text: string): MessagePart => ({ type, text })

describe('the text of a message', () => {
  const parts = [part('reasoning', 'hm'), part('text', 'Hello, '), part('text', 'world')]

  test('the text is the text parts joined, reasoning left out', () => {
    expect(textOf(parts)).toBe('Hello, world')
    expect(textLengthOf(parts)).toBe(12)
  })

  test('the text is empty if no part has any', () => {
    expect(textOf([{ type: 'step-start' }, { type: 'text' }])).toBe('')
    expect(textLengthOf([{ type: 'step-start' }, { type: 'text' }])).toBe(0)
  })

  test('the length of the text is in UTF-16 code units', () => {
    expect(textLengthOf([part('text', '😀')])).toBe(2)
  })
})

describe('cutParts', () => {
  const parts = [
    part('reasoning', 'first'),
    part('text', 'abc'),
    part('reasoning', 'second'),
    part('text', `d${family}`),
    part('reasoning', 'third'),
  ]

  test.each([
    ['nothing but what was thought before it', 0, ['first']],
    ['the beginning of a part', 2, ['first', 'ab']],
    ['exactly one part, without what was thought after it', 3, ['first', 'abc']],
    ['into a later part, rounded down to a character', 6, ['first', 'abc', 'second', 'd']],
    ['everything', 4 + family.length, ['first', 'abc', 'second', `d${family}`, 'third']],
    ['more than there is', 1_000, ['first', 'abc', 'second', `d${family}`, 'third']],
  ])('cutParts keeps %s', (_, length, texts) => {
    expect(cutParts(parts, length).map(({ text }) => text)).toEqual(texts)
  })

  test('cutParts keeps the other fields of a part', () => {
    const open: MessagePart = { type: 'text', text: 'abc', state: 'streaming' }
    expect(cutParts([open], 1)).toEqual([{ type: 'text', text: 'a', state: 'streaming' }])
  })

  test('cutParts does not change the parts it was given', () => {
    const given = structuredClone(parts)
    cutParts(given, 2)
    expect(given).toEqual(parts)
  })

  test('cutParts keeps a prefix that ends between two characters, for any parts', () => {
    const anyParts = fc.array(
      fc.record({ type: fc.constantFrom('text' as const, 'reasoning' as const), text: anyText }),
    )
    fc.assert(
      fc.property(anyParts, fc.nat({ max: 80 }), (given, length) => {
        const whole = textOf(given)
        expect(textOf(cutParts(given, length))).toBe(whole.slice(0, slowFloor(whole, length)))
      }),
      fromSeed(),
    )
  })
})
