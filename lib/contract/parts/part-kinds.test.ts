import { describe, expect, test } from 'vitest'
import {
  donePart,
  everyKind,
  isMessagePart,
  isPartChunk,
  moveOf,
  openPart,
  rulesOf,
} from './part-kinds'

describe.each(everyKind)('a part of the kind %s', (kind) => {
  const rules = rulesOf(kind)

  test('P1 the part has the text that came, open and done', () => {
    expect(rules.textOf(openPart(kind, 'so far'))).toBe('so far')
    expect(rules.grow(openPart(kind, 'so '), 'far')).toEqual(openPart(kind, 'so far'))
    expect(donePart(kind, 'all')).toEqual(rules.close(openPart(kind, 'all')))
  })

  test('P1 a cut of the part is a prefix of it, and undefined if nothing is left', () => {
    const cut = rules.cut(donePart(kind, 'whole'), 2)
    expect(cut && rules.textOf(cut)).toBe('wh')
    expect(rules.cut(donePart(kind, 'whole'), 0)).toBeUndefined()
  })

  test('P6 the chunks that carry the part tell its kind and its step', () => {
    const chunks = [rules.openChunk('0'), rules.growChunk('0', 'more'), rules.closeChunk('0')]
    expect(chunks.map((chunk) => moveOf(chunk))).toEqual([
      { kind, step: 'open' },
      { kind, step: 'grow' },
      { kind, step: 'close' },
    ])
    expect(chunks.every(isPartChunk)).toBe(true)
  })

  test('the part is recognised as it was stored, unless it is damaged', () => {
    const stored: unknown = JSON.parse(JSON.stringify(donePart(kind, 'all')))
    expect(isMessagePart(stored)).toBe(true)
    expect(isMessagePart({ type: kind })).toBe(false)
  })
})

test.each([null, 'text', {}, { type: 7 }, { type: 'toString', text: '' }, { type: 'step-start' }])(
  '%j is no part of a message',
  (value) => {
    expect(isMessagePart(value)).toBe(false)
  },
)

test('a chunk that carries no part moves none', () => {
  expect(moveOf({ type: 'finish' })).toBeUndefined()
  expect(isPartChunk({ type: 'toString' })).toBe(false)
})
