import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import { AnswerLog, type LogPiece } from './answer-log'

const append = fc.record({
  kind: fc.constantFrom('text' as const, 'reasoning' as const),
  text: fc.string({ unit: 'binary', maxLength: 12 }),
  close: fc.boolean(),
})

function logOf(appends: { kind: 'text' | 'reasoning'; text: string; close: boolean }[]) {
  const log = new AnswerLog()
  for (const { kind, text, close } of appends) {
    log.append(kind, text)
    if (close) log.closePart()
  }
  return log
}

const textOf = (pieces: LogPiece[]) => pieces.map((piece) => piece.text).join('')

describe('AnswerLog', () => {
  test('P1 the log keeps exactly the text that came, as parts', () => {
    const log = logOf([
      { kind: 'reasoning', text: 'hm', close: false },
      { kind: 'text', text: 'one ', close: false },
      { kind: 'text', text: 'two', close: true },
      { kind: 'text', text: 'three', close: false },
    ])
    expect(log.parts()).toEqual([
      { type: 'reasoning', text: 'hm', state: 'done' },
      { type: 'text', text: 'one two', state: 'done' },
      { type: 'text', text: 'three', state: 'streaming' },
    ])
    expect(log.textLength).toBe('one twothree'.length)
  })

  test('P6 the text read from any position continues the text before it', () => {
    fc.assert(
      fc.property(fc.array(append), fc.nat(), (appends, seed) => {
        const log = logOf(appends)
        const position = log.end === 0 ? 0 : seed % (log.end + 1)
        const before = log.read(0).flatMap((piece) => {
          const start = piece.end - (piece.type === 'text' ? piece.text.length : 1)
          if (start >= position) return []
          return [piece.text.slice(0, position - start)]
        })
        expect(before.join('') + textOf(log.read(position))).toBe(textOf(log.read(0)))
      }),
      fromSeed(),
    )
  })

  test('P6 positions grow by one per code unit, opening and closing, without holes', () => {
    fc.assert(
      fc.property(fc.array(append), (appends) => {
        let position = 0
        for (const piece of logOf(appends).read(0)) {
          position += piece.type === 'text' ? piece.text.length : 1
          expect(piece.end).toBe(position)
        }
      }),
      fromSeed(),
    )
  })

  test('P1 the log never ends inside a character whose halves come apart', () => {
    const log = new AnswerLog()
    log.append('text', 'a\ud83d')
    expect(textOf(log.read(0))).toBe('a')
    log.append('text', '')
    log.append('text', '\ude00b')
    expect(textOf(log.read(0))).toBe('a😀b')
  })

  test('P1 the log holds back half a character even at the very start of a part', () => {
    const log = new AnswerLog()
    log.append('text', '\ud83d')
    log.append('text', '\ude00')
    log.append('reasoning', '\ud83d')
    log.append('reasoning', '\ude00')
    expect(log.parts().map((part) => part.text)).toEqual(['😀', '😀'])
  })

  test('P1 the log drops half a character that stays alone at the end', () => {
    const log = new AnswerLog()
    log.append('text', 'a\ud83d')
    log.closePart()
    expect(log.parts()).toEqual([{ type: 'text', text: 'a', state: 'done' }])
  })

  test('the log leaves out null characters, which not every database can store', () => {
    const log = new AnswerLog()
    log.append('text', 'a\0b\0')
    log.append('text', '\0')
    log.append('text', '\ud83d')
    log.append('text', '\0\ude00')
    expect(log.parts()).toEqual([{ type: 'text', text: 'ab😀', state: 'streaming' }])
    expect(log.end).toBe(5)
  })

  test('the log never makes an empty part', () => {
    const log = logOf([
      { kind: 'text', text: '', close: true },
      { kind: 'reasoning', text: '', close: false },
    ])
    expect(log.read(0)).toEqual([])
  })

  test('a cut keeps a prefix, rounded down to a grapheme, and drops later parts', () => {
    const log = logOf([
      { kind: 'text', text: 'ab👨‍👩‍👧', close: true },
      { kind: 'reasoning', text: 'hm', close: true },
      { kind: 'text', text: 'later', close: false },
    ])
    log.cut(5)
    expect(log.parts()).toEqual([{ type: 'text', text: 'ab', state: 'done' }])
    expect(log.textLength).toBe(2)
  })

  test('P1 a cut keeps the text that has to stay, even if a grapheme goes on behind it', () => {
    const log = new AnswerLog()
    log.append('text', '\u{1F468}\u200D\u{1F469}')
    log.closePart()
    log.append('text', '\u200D\u{1F467} and more')
    log.cut(0, 5)
    expect(log.parts()).toEqual([{ type: 'text', text: '\u{1F468}\u200D\u{1F469}', state: 'done' }])
  })

  test('a cut beyond the end only closes the open part', () => {
    const log = logOf([{ kind: 'text', text: 'ab', close: false }])
    log.cut(Infinity)
    expect(log.read(0).map((piece) => piece.type)).toEqual(['open', 'text', 'close'])
  })

  test('the log knows which part is open at a position', () => {
    const log = logOf([
      { kind: 'text', text: 'ab', close: true },
      { kind: 'reasoning', text: 'c', close: false },
    ])
    const open = [0, 1, 2, 3, 4, 5, 6].map((position) => log.openPartAt(position)?.kind)
    expect(open).toEqual([undefined, 'text', 'text', 'text', undefined, 'reasoning', 'reasoning'])
  })

  test('a log that is made again from its parts is the same', () => {
    fc.assert(
      fc.property(fc.array(append), (appends) => {
        const log = logOf(appends)
        log.closePart()
        expect(AnswerLog.of(log.parts()).read(0)).toEqual(log.read(0))
      }),
      fromSeed(),
    )
  })

  test('P6 a log on another server becomes the same from pieces of any size that come twice or are lost', () => {
    fc.assert(
      fc.property(
        fc.array(append),
        fc.array(
          fc.record({
            back: fc.nat(9),
            most: fc.integer({ min: 2, max: 20 }),
            isLost: fc.boolean(),
          }),
        ),
        (appends, sendings) => {
          const log = logOf(appends)
          const copy = new AnswerLog()
          const send = (position: number, most: number) =>
            copy.continueWith(log.readSome(position, most))
          let told = 0
          for (const { back, most, isLost } of sendings) {
            const from = Math.max(0, told - back)
            const news = log.readSome(from, most)
            told = Math.max(told, news.at(-1)?.end ?? 0)
            const isWhole = news.length === 0 || from <= copy.end
            expect(isLost || send(from, most) === isWhole).toBe(true)
            expect(textOf(log.read(0)).startsWith(textOf(copy.read(0)))).toBe(true)
          }
          while (copy.end < log.end) expect(send(copy.end, 1_000)).toBe(true)
          expect(copy.read(0)).toEqual(log.read(0))
          expect(copy.parts()).toEqual(log.parts())
          expect(copy.lengths).toEqual(log.lengths)
        },
      ),
      fromSeed(),
    )
  })

  test('P6 a log on another server becomes the same from the text that is saved', () => {
    fc.assert(
      fc.property(fc.array(append), fc.integer({ min: 2, max: 5 }), (appends, most) => {
        const log = logOf(appends)
        const copy = new AnswerLog()
        for (let position = 0; position < log.end;) {
          const pieces = log.readSome(position, most)
          for (const { type, part, kind, text, end } of pieces) {
            if (type !== 'text') continue
            const saved = { part, kind, text, position: end - text.length }
            expect(copy.continueWithText(saved)).toBe(true)
            expect(copy.continueWithText(saved)).toBe(true)
          }
          position = pieces.at(-1)?.end ?? log.end
        }
        copy.closePart()
        log.closePart()
        expect(copy.read(0)).toEqual(log.read(0))
        const beyond = { part: 0, kind: 'text', text: 'x', position: log.end + 3 } as const
        expect(copy.continueWithText(beyond)).toBe(false)
        expect(copy.read(0)).toEqual(log.read(0))
      }),
      fromSeed(),
    )
  })
})
