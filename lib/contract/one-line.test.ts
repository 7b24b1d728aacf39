import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import { oneLine } from './one-line'

const kept = [
  'Plans for 2026',
  'e\u0301t\u00e9, \u6f22\u5b57, \ud55c\uad6d\uc5b4',
  // Persian, Hindi, Malayalam and Sinhala, with their joiners.
  '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645',
  '\u0915\u094d\u200d\u0937',
  '\u0d28\u0d4d\u200d',
  '\u0dc1\u0dca\u200d\u0dbb\u0dd3',
  '\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd',
  '\u06dd\u0661\u0662',
  '\u1820\u180b\u1821',
  // A family, a rainbow flag, a woman of one colour running, a heart, a keycap, Scotland.
  '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}',
  '\u{1f3f3}\ufe0f\u200d\u{1f308}',
  '\u{1f3c3}\u{1f3fd}\u200d\u2640\ufe0f',
  '\u2764\ufe0f 1\ufe0f\u20e3 \u{1f1fa}\u{1f1f8}',
  '\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
  '\u845b\u{e0100}',
]

const changed: [what: string, text: string, line: string][] = [
  ['line breaks of every kind', 'a\nb\r\nc\u2028d\u2029e\u0085f\vg\fh', 'a b c d e f g h'],
  ['spaces around it and in a row', ' \t a \u00a0\u3000 b ', 'a b'],
  ['control characters', 'a\u0000b\u001b[31mc\u007fd\u009fe', 'a b [31mc d e'],
  ['what turns text the other way', '\u202eexe.gpj\u202c \u2066a\u2069\u200f\u061c', 'exe.gpj a'],
  ['what has no width', 'a\u200bb\ufeffc\u2060d\u00ade\u034ff\u3164g', 'abcdefg'],
  ['notes between the lines', 'a\ufff9b\ufffac\ufffb', 'abc'],
  ['tags that nobody sees', `a${'\u{e0068}\u{e0069}\u{e007f}'}b`, 'ab'],
  ['a blank of Braille', '\u2800a\u2800', 'a'],
  ['joiners between Latin letters', 'pay\u200dpal\u200c', 'paypal'],
  ['joiners in a row', '\u0645\u200c\u200c\u200d\u062e', '\u0645\u200c\u062e'],
  ['joiners that join no emoji', '\u{1f468}\u200d', '\u{1f468}'],
  ['selectors in a row', '\u2764\ufe0f\ufe0e\u{e0101}', '\u2764\ufe0f'],
  ['selectors of nothing', '\ufe0fa \ufe0fb', 'a b'],
  ['a joiner after a selector of nothing', '\ufe0f\u200d\u2640', '\u2640'],
  ['half a character', 'a\ud83d', 'a\ufffd'],
  ['nothing that is seen', ' \u200b\u202e\u2800\n', ''],
]

describe('one line', () => {
  test.each(kept)('oneLine keeps %j as it is', (text) => {
    expect(oneLine(text)).toBe(text)
  })

  test.each(changed)('oneLine cleans up %s', (_, text, line) => {
    expect(oneLine(text)).toBe(line)
  })

  test('the line is cut between graphemes, and never longer than asked', () => {
    expect(oneLine('\u{1f468}\u200d\u{1f469}\u200d\u{1f467}x', 7)).toBe('')
    expect(oneLine('\u{1f468}\u200d\u{1f469}\u200d\u{1f467}x', 8)).toBe(
      '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
    )
    expect(oneLine('ab cd', 3)).toBe('ab')
  })

  test('oneLine of any text is one line, and changes that line no more', () => {
    const pieces = [...kept, ...changed.flatMap(([, text]) => Array.from(text))]
    const anyText = fc
      .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 4 })))
      .map((texts) => texts.join(''))
    fc.assert(
      fc.property(anyText, fc.integer({ min: 0, max: 40 }), (text, longest) => {
        const line = oneLine(text, longest)
        expect(line.length).toBeLessThanOrEqual(longest)
        expect(line).not.toMatch(
          /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u,
        )
        expect(line.isWellFormed()).toBe(true)
        expect(oneLine(line)).toBe(line)
        expect(oneLine(text)).toBe(oneLine(oneLine(text)))
      }),
      fromSeed(3_000),
    )
  })
})
