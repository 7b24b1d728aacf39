import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MessagePart } from '@/lib/contract/message'
import { cutParts, textOf } from '@/lib/contract/message-text'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import { testAnswer } from '@/lib/testing/messages'
import { viewOf } from './answer-view'
import { shownPartsOf } from './shown-parts'

const part = (text: string, state: MessagePart['state'] = 'streaming'): MessagePart => ({
  type: 'text',
  text,
  state,
})

function shownOf(...parts: MessagePart[]): string {
  const view = viewOf(testAnswer('a1', '', { status: 'active' }))
  return textOf(shownPartsOf({ ...view, message: { ...view.message, parts } }))
}

const growing = ['👨‍👩‍👧‍👦', '🇩🇪', '👍🏽', '❤️', '☝🏿', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '©️', 'क्षि', 'நி', 'กำ', 'ש\u05c1']
growing.push('\u1100\u1161\u11a8', '\u1100\u1161', '\u0600१')
const plain = [
  'a',
  '7',
  ' ',
  '\n',
  '.',
  '#',
  '“',
  '—',
  '…',
  '→',
  'é',
  'ß',
  'λ',
  'ж',
  '漢',
  '。',
  'か',
  'ー',
  '한',
]
/** Characters that are shown from their first code unit on. */
const rarelyGrowing = ['e\u0301', '1️⃣', '#️⃣', 'か\u3099', 'o\u0323\u0302']

const clustersOf = (text: string) => [
  ...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text),
]

describe('R21 the shown part of an arriving text', () => {
  test.each(growing)('a text shows %j only once something follows it', (cluster) => {
    for (let length = 1; length <= cluster.length; length += 1) {
      expect(shownOf(part(`x${cluster.slice(0, length)}`))).toBe('x')
    }
    expect(shownOf(part(`x${cluster}y`))).toBe(`x${cluster}y`)
  })

  test.each([...plain, ...rarelyGrowing])('a text shows %j at once', (cluster) => {
    expect(shownOf(part(`x${cluster}`))).toBe(`x${cluster}`)
    expect(shownOf(part(cluster))).toBe(cluster)
  })

  test('a text shows the end of a line once all of it has come', () => {
    expect(shownOf(part('x\r'))).toBe('x')
    expect(shownOf(part('x\r\n'))).toBe('x\r\n')
  })

  test('a text shows the flags of a row one by one', () => {
    const flags = '🇩🇪🇨🇭🇫🇷'
    const shown = Array.from({ length: flags.length }, (_, index) =>
      shownOf(part(flags.slice(0, index + 1))),
    )
    expect(new Set(shown)).toEqual(new Set(['', '🇩🇪', '🇩🇪🇨🇭']))
  })

  test('a text is shown in full once its part or the answer has ended', () => {
    expect(shownOf(part('x👍', 'done'))).toBe('x👍')
    expect(shownOf(part('x👍', 'done'), part(''))).toBe('x👍')
    expect(shownOf(part('x👍', 'done'), part('👍'))).toBe('x👍')
  })

  test('shownPartsOf returns the same value for the same parts, and all of them if none is cut', () => {
    const view = viewOf(testAnswer('a1', 'x👍', { status: 'active' }))
    expect(shownPartsOf(view)).toBe(shownPartsOf({ ...view }))
    const whole = viewOf(testAnswer('a1', 'x', { status: 'active' }))
    expect(shownPartsOf(whole)).toBe(whole.message.parts)
  })

  test('shownPartsOf takes no longer for a longer text', () => {
    const text = `${'long '.repeat(200_000)}👍`
    const startedAt = performance.now()
    for (let turn = 0; turn < 30; turn += 1) shownOf(part(text))
    // 30 segmentations of the whole text take many times as long.
    expect(performance.now() - startedAt).toBeLessThan(3_000)
  })

  test('a text in any pieces never loses what was shown, and a cut there keeps exactly that', () => {
    const texts = fc
      .array(fc.constantFrom(...growing, ...plain, ...rarelyGrowing, '\u200d', '😀'), {
        maxLength: 12,
      })
      .map((clusters) => clusters.join(''))
    fc.assert(
      fc.property(texts, (whole) => {
        let before = ''
        for (let length = 0; length <= whole.length; length += 1) {
          const shown = shownOf(part(whole.slice(0, length)))
          expect(whole.startsWith(shown)).toBe(true)
          expect(shown.startsWith(before)).toBe(true)
          before = shown
          // A letter that gets its accent later, or a digit its keycap, is cut as a whole.
          const rare = clustersOf(whole).find(
            ({ index, segment }) =>
              index < shown.length &&
              shown.length < index + segment.length &&
              [...plain, ...rarelyGrowing].some((text) => text[0] === segment[0]),
          )
          const kept = shown.slice(0, rare?.index)
          expect(textOf(cutParts([part(whole)], shown.length))).toBe(kept)
        }
        expect(shownOf(part(whole, 'done'))).toBe(whole)
      }),
      fromSeed(500),
    )
  })
})
