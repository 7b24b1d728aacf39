import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AnswerChunk, AnswerEvent } from '@/lib/contract/event'
import type { MessageMetadata, MessagePart } from '@/lib/contract/message'
import { textLengthOf, textOf } from '@/lib/contract/message-text'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import {
  applyChunk,
  freeze,
  goingOn,
  hidesRest,
  isHeldStill,
  isStale,
  settleStop,
  viewOf,
  type AnswerView,
} from './answer-view'

const metadata: MessageMetadata = {
  chatId: 'c1',
  parentId: 'q1',
  siblingIds: ['a1'],
  createdAt: '2026-01-01T00:00:00.000Z',
  status: 'active',
  canCancel: true,
  textLength: 0,
  sessionId: 's1',
}

const empty = viewOf({ id: 'a1', role: 'assistant', parts: [], metadata })

type Change = Partial<MessageMetadata>

/** The server's metadata of the session after the first one. */
const next: Change = { sessionId: 's2', earlierCalls: [{}] }
const asked = { sessionId: 's2', startedAt: '2026-01-01T00:00:03.000Z' }

const at = (position: number, chunk: AnswerChunk, session = 's1'): AnswerEvent => ({
  cursor: `${session}:${position}`,
  chunk,
})
const start = (position = 0, of: Change = {}) =>
  at(position, { type: 'start', messageId: 'a1', messageMetadata: { ...metadata, ...of } })
const opens = (position: number, session?: string) =>
  at(position, { type: 'text-start', id: '0' }, session)
const says = (position: number, delta: string, session?: string) =>
  at(position, { type: 'text-delta', id: '0', delta }, session)
const closes = (position: number) => at(position, { type: 'text-end', id: '0' })
const lost = at(0, { type: 'data-history-lost', data: {}, transient: true })
const finish = (textLength: number, of: Change = {}) =>
  at(99, {
    type: 'finish',
    finishReason: 'stop',
    messageMetadata: {
      ...metadata,
      status: 'completed',
      endReason: 'stop',
      canCancel: false,
      textLength,
      ...of,
    },
  })
const stopped = (textLength: number, of: Change = {}) =>
  finish(textLength, { status: 'cancelled', endReason: 'user', ...of })

/** The view after these events, and whether one of them found that something is missing. */
function take(view: AnswerView, ...events: AnswerEvent[]) {
  let gap = false
  let shown = view
  for (const { cursor, chunk } of events) {
    const applied = applyChunk(shown, cursor, chunk)
    shown = applied.view
    gap ||= applied.gap
  }
  return { view: shown, text: textOf(shown.message.parts), gap }
}

const hello = take(empty, start(), opens(1), says(6, 'Hello')).view

test('R26 an answer whose model is loading says so until it ends or goes on', () => {
  const loading = at(0, { type: 'data-model-loading', data: {}, transient: true })
  const loaded = applyChunk(empty, loading.cursor, loading.chunk)
  expect(loaded.gap).toBe(false)
  expect(loaded.view.message).toEqual({
    ...empty.message,
    metadata: { ...metadata, modelLoading: true },
  })
  const end = finish(0)
  const ended = applyChunk(loaded.view, end.cursor, end.chunk).view
  expect(ended.message.metadata).not.toHaveProperty('modelLoading')
  expect(applyChunk(ended, loading.cursor, loading.chunk).view).toBe(ended)
  expect(goingOn(loaded.view, asked).message.metadata).not.toHaveProperty('modelLoading')
})

describe('P6 an answer as it is shown', () => {
  test('an answer grows with the text that comes', () => {
    expect(take(hello, says(12, ' world'), closes(13))).toMatchObject({
      text: 'Hello world',
      gap: false,
      view: { position: 13, message: { parts: [{ state: 'done' }] } },
    })
  })

  test.each([
    ['a duplicate', says(6, 'Hello'), 'Hello'],
    ['something older', says(4, 'Hel'), 'Hello'],
    ['an overlap', says(8, 'llo w'), 'Hello w'],
    ['everything again and more', says(12, 'Hello world'), 'Hello world'],
    ['its opening again', opens(1), 'Hello'],
    ['its opening reopened where it is', opens(6), 'Hello'],
    ['its start again', start(0), 'Hello'],
    ['an error’s sentence', at(6, { type: 'error', errorText: 'x' }), 'Hello'],
    ['an abort', at(6, { type: 'abort', reason: 'user' }), 'Hello'],
  ])('an answer with %s shows each character once', (_, event, text) => {
    expect(take(hello, event)).toMatchObject({ text, gap: false })
  })

  test.each([
    ['text', says(9, 'ld')],
    ['a part’s opening', at(9, { type: 'text-start', id: '1' })],
    ['a part’s end', closes(9)],
    ['the opening of its own part, further on by a little', opens(7)],
  ])('an answer notices that something before %s is missing, and stays as it is', (_, event) => {
    expect(take(hello, event)).toEqual({ view: hello, text: 'Hello', gap: true })
  })

  test('an answer goes on after a resume, which reopens the open part', () => {
    const resumed = take(hello, start(6), opens(6), says(12, ' world'))
    expect(resumed).toMatchObject({ text: 'Hello world', gap: false })
    expect(resumed.view.message.parts).toHaveLength(1)
  })

  test('an answer that was loaded goes on from its cursor', () => {
    const loaded = viewOf({
      id: 'a1',
      role: 'assistant',
      parts: [{ type: 'step-start' }, { type: 'text', text: 'Hello', state: 'streaming' }],
      metadata: { ...metadata, cursor: 's1:6' },
    })
    expect(take(loaded, start(), opens(1), says(12, 'Hello world'))).toMatchObject({
      text: 'Hello world',
      gap: false,
    })
  })

  test('an answer begins again where history is lost', () => {
    const again = take(hello, lost, start(0), opens(1), says(4, 'Hel'), finish(3))
    expect(again).toMatchObject({ text: 'Hel', gap: false, view: { position: 4 } })
  })

  test('an answer begins again in another session of the same message', () => {
    const again = take(hello, start(0, next), opens(1, 's2'), says(6, 'Other', 's2'))
    expect(again).toMatchObject({ text: 'Other', gap: false })
    expect(again.view.message.metadata.sessionId).toBe('s2')
  })

  test('P4 an answer takes no text of its last session once it was asked to go on', () => {
    const awaited = goingOn(take(hello, stopped(5)).view, asked)
    const late = take(awaited, says(12, ' world'), closes(13), stopped(5))
    expect(late).toMatchObject({ text: 'Hello', gap: false, view: { isAwaited: true } })
    const goesOn = [start(0, next), opens(1, 's2'), says(6, 'Hello', 's2')]
    expect(take(late.view, ...goesOn)).toMatchObject({ text: 'Hello', gap: false })
  })

  test('R34 an answer takes no end of its last session once the next one has begun', () => {
    const goneOn = take(hello, start(0, next), opens(1, 's2'), says(6, 'Other', 's2'))
    const late = take(goneOn.view, stopped(3))
    expect(late).toMatchObject({ text: 'Other', gap: false })
    expect(late.view.message.metadata).toMatchObject({ sessionId: 's2', status: 'active' })
  })

  test.each([
    ['by its number', next],
    ['by when it began, once its list of calls is full', { startedAt: '2026-01-01T00:00:02.000Z' }],
  ])(
    'P6 R34 an answer takes nothing of a session before the one that was read, told %s',
    (_, of) => {
      const { view } = take(empty, start(0, { ...of, sessionId: 's2' }), opens(1, 's2'))
      // The view that was read knows of no session before its own.
      const { message } = take(view, says(6, 'Other', 's2')).view
      const read = viewOf({
        ...message,
        parts: [...message.parts],
        metadata: { ...message.metadata, cursor: 's2:6' },
      })
      const began = { startedAt: '2026-01-01T00:00:01.000Z' }
      const late = [lost, start(0, began), opens(1), says(6, 'Hello'), closes(7), stopped(5, began)]
      expect(take(read, ...late)).toEqual({ view: read, text: 'Other', gap: false })
    },
  )

  test('an answer of a turn that was just sent takes the metadata of its start', () => {
    const { sessionId: _, ...unsent } = metadata
    const sent = viewOf({ id: 'a1', role: 'assistant', parts: [], metadata: unsent })
    expect(take(sent, start(0)).view.message.metadata.sessionId).toBe('s1')
  })
})

describe('an ending', () => {
  test('an ending settles the parts and tells how the answer ended', () => {
    const { view, gap } = take(hello, finish(5))
    expect(gap).toBe(false)
    expect(view.message.metadata).toMatchObject({ status: 'completed', canCancel: false })
    expect(view.message.parts).toEqual([{ type: 'text', text: 'Hello', state: 'done' }])
  })

  test('P2 an ending that kept less than is shown cuts between two characters', () => {
    expect(take(hello, stopped(3))).toMatchObject({ text: 'Hel', gap: false })
    const family = take(empty, start(), opens(1), says(12, '👨‍👩‍👧‍👦')).view
    expect(take(family, stopped(5))).toMatchObject({ text: '' })
  })

  test('an ending that kept more than is shown says that something is missing', () => {
    expect(take(hello, stopped(9))).toMatchObject({ text: 'Hello', gap: true })
  })

  test('an ending keeps the thoughts after the last text', () => {
    const thinking = take(
      hello,
      closes(7),
      at(8, { type: 'reasoning-start', id: '1' }),
      at(11, { type: 'reasoning-delta', id: '1', delta: 'hmm' }),
      finish(5),
    )
    expect(thinking.view.message.parts.map(({ text }) => text)).toEqual(['Hello', 'hmm'])
  })

  test('an ending of a failed answer may come as metadata alone', () => {
    const failed: MessageMetadata = { ...metadata, status: 'failed', textLength: 5 }
    const { view } = take(hello, at(6, { type: 'message-metadata', messageMetadata: failed }))
    expect(view.message.metadata.status).toBe('failed')
  })

  test('an ending is final, and nothing grows after it', () => {
    const ended = take(hello, stopped(3)).view
    const late = [opens(1), says(12, ' world'), closes(13), says(99, 'x'), lost]
    expect(take(ended, ...late)).toEqual({ view: ended, text: 'Hel', gap: false })
  })
})

describe('R21 an answer that was stopped', () => {
  const frozen = freeze(hello, 7)

  test('a stopped answer stays as it was, whatever comes', () => {
    const late = [start(0), says(12, ' world'), closes(13), says(40, 'x'), opens(14), lost]
    const after = take(frozen, ...late)
    expect(after).toMatchObject({ text: 'Hello', gap: false })
    expect(isHeldStill(after.view)).toBe(true)
  })

  test('R34 a stopped answer is stopped no more once it goes on in another session', () => {
    const after = take(frozen, start(0, next))
    expect(after.view).toMatchObject({ holdsAt: undefined, position: 0 })
    expect(isHeldStill(after.view)).toBe(false)
  })

  test('P4 a stopped answer stays stopped when the session of its own send begins', () => {
    const awaited = freeze(goingOn(take(frozen, stopped(5)).view, asked), 8)
    const after = take(awaited, start(0, next), stopped(5, next))
    expect(after).toMatchObject({ text: 'Hello', gap: false })
    expect(isHeldStill(after.view)).toBe(false)
  })

  test('a stopped answer shows no part as still streaming', () => {
    expect(frozen.message.parts).toEqual([{ type: 'text', text: 'Hello', state: 'done' }])
  })

  test('a stopped answer keeps what was shown, without the beginning of an emoji that was not', () => {
    const arriving = take(hello, says(8, '👩')).view
    expect(textOf(freeze(arriving, 7).message.parts)).toBe('Hello')
  })

  test('a stopped answer is no longer held still when its end comes, and keeps its time', () => {
    const { view } = take(frozen, stopped(5))
    expect(isHeldStill(view)).toBe(false)
    expect(view).toMatchObject({
      stoppedAt: 7,
      message: { metadata: { status: 'cancelled' } },
    })
    expect(goingOn(view, asked).stoppedAt).toBeUndefined()
  })

  const cancelled = {
    messageId: 'a1',
    status: 'cancelled',
    endReason: 'user',
    text: 'Hel',
  } as const
  const receipt = {
    stoppedInMs: 1,
    savedInMs: 2,
    keptCharacters: 3,
    outputTokens: 1,
    estimated: true,
    providerStopsBilling: 'unknown',
  } as const

  test('a stopped answer takes its end from the answer of the cancel, too', () => {
    const usage = { inputTokens: 5, outputTokens: 1, estimated: true }
    const { view, gap } = settleStop(frozen, { ...cancelled, receipt, usage })
    expect(gap).toBe(false)
    expect(textOf(view.message.parts)).toBe('Hel')
    expect(view.message.metadata).toMatchObject({
      status: 'cancelled',
      endReason: 'user',
      textLength: 3,
      canCancel: false,
      receipt,
      usage,
    })
  })

  test('P13 a stopped answer shows no more when more was kept than it shows', () => {
    const { view, gap } = settleStop(frozen, { ...cancelled, text: 'Hello world' })
    expect(gap).toBe(false)
    expect(textOf(view.message.parts)).toBe('Hello')
    expect(hidesRest(view)).toBe(true)
    expect(hidesRest(take(frozen, stopped(3)).view)).toBe(false)
  })

  test('a stopped answer keeps the end that it has when the answer of the cancel comes later', () => {
    const ended = take(frozen, finish(5)).view
    expect(settleStop(ended, cancelled)).toEqual({ view: ended, gap: false })
  })
})

/** A log as the server keeps it: an opening, each code unit and a closing take one position each. */
function unitsOf(parts: MessagePart[]) {
  return parts.flatMap(({ type, text }, part) => [
    { type: `${type}-start` as const, part, unit: '' },
    ...Array.from({ length: text.length }, (_, index) => ({
      type: `${type}-delta` as const,
      part,
      unit: text[index] ?? '',
    })),
    { type: `${type}-end` as const, part, unit: '' },
  ])
}

/** The events for a reader of this log who has everything up to `from` and stops at `to`. */
function eventsOf(parts: MessagePart[], from: number, to: number, pieceLength: number) {
  const units = unitsOf(parts)
  const events = [start(from)]
  const before = units[from - 1]
  const next = units[from]
  if (before && next && before.part === next.part) {
    const type = next.type.startsWith('text') ? 'text-start' : 'reasoning-start'
    events.push(at(from, { type, id: String(next.part) }))
  }
  let delta = ''
  for (const [index, { type, part, unit }] of units.slice(0, to).entries()) {
    if (index < from) continue
    const id = String(part)
    const position = index + 1
    if (type === 'text-delta' || type === 'reasoning-delta') {
      delta += unit
      const last = units[position]?.type !== type || position === to
      if (delta.length < pieceLength && !last) continue
      events.push(at(position, { type, id, delta }))
      delta = ''
    } else {
      events.push(at(position, { type, id }))
    }
  }
  return events
}

describe('P6 a view of any log, with any readings of it in any order', () => {
  const anyParts = fc
    .array(
      fc.record({
        type: fc.constantFrom('text' as const, 'reasoning' as const),
        text: fc.string({ minLength: 1, maxLength: 6 }),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((parts): MessagePart[] => parts.map((part) => ({ ...part, state: 'done' })))
  const anyReading = fc.record({ from: fc.nat(), length: fc.nat({ max: 12 }), piece: fc.nat(5) })

  test('a view is always a prefix, and in the end exactly the log', () => {
    fc.assert(
      fc.property(anyParts, fc.array(anyReading, { maxLength: 8 }), (parts, readings) => {
        const end = unitsOf(parts).length
        let view = empty
        for (const { from, length, piece } of [...readings, { from: 0, length: end, piece: 3 }]) {
          const begin = from % (end + 1)
          const to = Math.min(end, begin + length)
          for (const event of eventsOf(parts, begin, to, piece + 1)) {
            view = applyChunk(view, event.cursor, event.chunk).view
            // The view has as much as its position says, part by part, and nothing else.
            const shown = unitsOf(parts).slice(0, view.position)
            expect(view.message.parts.map(({ text }) => text)).toEqual(
              parts.slice(0, (shown.at(-1)?.part ?? -1) + 1).map((_, part) =>
                shown
                  .filter((unit) => unit.part === part)
                  .map(({ unit }) => unit)
                  .join(''),
              ),
            )
          }
        }
        const ended = take(view, finish(textLengthOf(parts)))
        expect(ended.gap).toBe(false)
        expect(ended.view.message.parts).toEqual(parts)
      }),
      fromSeed(300),
    )
  })

  test('a reading in order, resumed anywhere any number of times, misses nothing', () => {
    fc.assert(
      fc.property(anyParts, fc.array(fc.nat()), fc.nat(5), (parts, cuts, piece) => {
        const end = unitsOf(parts).length
        const ends = [...cuts.map((cut) => cut % (end + 1)).toSorted((a, b) => a - b), end]
        let view = empty
        for (const [index, to] of ends.entries()) {
          const events = eventsOf(parts, ends[index - 1] ?? 0, to, piece + 1)
          const taken = take(view, ...events)
          expect(taken.gap).toBe(false)
          view = taken.view
        }
        expect(take(view, finish(textLengthOf(parts))).view.message.parts).toEqual(parts)
      }),
      fromSeed(),
    )
  })
})

describe('a message that was read', () => {
  const read = (position: number, of: Change = {}): AnswerView => ({
    ...hello,
    position,
    message: { ...hello.message, metadata: { ...metadata, ...of } },
  })
  const ended = take(hello, stopped(5)).view
  const goneOn = take(ended, start(0, next)).view
  const completed = { status: 'completed', endReason: 'stop' } as const

  test.each([
    ['has as much', read(hello.position), hello, false],
    ['has more', read(hello.position + 3), hello, false],
    ['has less', read(hello.position - 3), hello, true],
    ['has less, and says that it ended', read(0, completed), hello, false],
    ['streams, where it has ended since', read(hello.position + 3), ended, true],
    ['has ended as it is shown', read(0, completed), ended, false],
    ['is of the session before', read(0, completed), goneOn, true],
    ['is of the next session', read(0, next), ended, false],
    ['is of the session that is awaited', read(0, next), goingOn(ended, asked), false],
    ['is of the one before that', read(0, completed), goingOn(ended, asked), true],
  ])('a message that %s', (_, message, shown, stale) => {
    expect(isStale(message, shown)).toBe(stale)
  })
})
