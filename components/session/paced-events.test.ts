import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PersonEvent } from '@/lib/contract/event'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import { LONGEST_LAG_MS, paceEvents } from './paced-events'

const FRAME_MS = 16

let frames = new Map<number, (now: number) => void>()

/** A frame passes, and is drawn. */
function drawFrame(): void {
  vi.advanceTimersByTime(FRAME_MS)
  const due = [...frames.values()]
  frames.clear()
  for (const frame of due) frame(performance.now())
}

beforeEach(() => {
  let lastId = 0
  frames = new Map()
  vi.useFakeTimers()
  vi.stubGlobal('requestAnimationFrame', (frame: (now: number) => void) => {
    lastId += 1
    frames.set(lastId, frame)
    return lastId
  })
  vi.stubGlobal('cancelAnimationFrame', (id: number) => frames.delete(id))
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const textOf = (event: PersonEvent) =>
  'chunk' in event && event.chunk.type === 'text-delta' ? event.chunk.delta : ''

function delta(messageId: string, text: string, position: number): PersonEvent {
  const chunk = { type: 'text-delta', id: '0', delta: text } as const
  return { messageId, chatId: 'c', cursor: `s:${position}`, chunk }
}

const ending = (messageId: string): PersonEvent => ({
  messageId,
  chatId: 'c',
  cursor: 's:9999',
  chunk: { type: 'finish', finishReason: 'stop' },
})

/** A pacer, and the events that it has handed on so far. */
function paced() {
  const shown: PersonEvent[] = []
  let keyAt = 0
  const pacer = paceEvents(
    (event) => shown.push(event),
    () => keyAt,
  )
  return {
    pacer,
    shown,
    text: () => shown.map(textOf).join(''),
    pressKey: () => {
      keyAt = performance.now()
    },
  }
}

describe('paceEvents', () => {
  it('a frame that takes long leaves the next one free', () => {
    const { pacer, text } = paced()
    const now = performance.now.bind(performance)
    let busyMs = 0
    vi.spyOn(performance, 'now').mockImplementation(() => now() + busyMs)
    pacer.add(delta('a', 'x'.repeat(500), 500))
    const lengths = [1, 2, 3, 4].map(() => {
      drawFrame()
      busyMs += FRAME_MS
      return text().length
    })
    const [first = 0, second = 0, third = 0, fourth = 0] = lengths
    expect(second).toBeGreaterThan(first)
    expect(third).toBe(second)
    expect(fourth).toBeGreaterThan(third)
  })

  it('a frame that takes long leaves one more to a pressed key, but not every frame', () => {
    const { pacer, text, pressKey } = paced()
    const now = performance.now.bind(performance)
    let busyMs = 0
    vi.spyOn(performance, 'now').mockImplementation(() => now() + busyMs)
    const drawLongFrame = () => {
      drawFrame()
      busyMs += FRAME_MS
      return text().length
    }
    pacer.add(delta('a', 'x'.repeat(500), 500))
    drawLongFrame()
    const before = drawLongFrame()
    expect(drawLongFrame()).toBe(before)
    pressKey()
    expect(drawLongFrame()).toBe(before)
    pressKey()
    expect(drawLongFrame()).toBeGreaterThan(before)
  })

  it('events come with every frame while a person types, if frames are short', () => {
    const { pacer, text, pressKey } = paced()
    pacer.add(delta('a', 'x'.repeat(500), 500))
    let before = 0
    for (let frame = 1; frame <= 5; frame += 1) {
      pressKey()
      drawFrame()
      expect(text().length).toBeGreaterThan(before)
      before = text().length
    }
  })

  it('a piece of text comes little by little, and is complete in time', () => {
    const { pacer, text } = paced()
    const piece = 'The quick brown fox jumps over the lazy dog. '.repeat(2)
    pacer.add(delta('a', piece, piece.length))
    const lengths: number[] = []
    for (let elapsed = 0; elapsed <= LONGEST_LAG_MS; elapsed += FRAME_MS) {
      drawFrame()
      lengths.push(text().length)
    }
    expect(lengths[0]).toBeGreaterThan(0)
    expect(lengths[0]).toBeLessThan(20)
    expect(new Set(lengths).size).toBeGreaterThan(6)
    expect(text()).toBe(piece)
  })

  it('R21 an emoji that has come as a whole is not cut in two', () => {
    const { pacer, shown } = paced()
    const family = '👨‍👩‍👧‍👦'
    pacer.add(delta('a', `${family}🇩🇪👍🏽`.repeat(3), 57))
    for (let elapsed = 0; elapsed <= LONGEST_LAG_MS; elapsed += FRAME_MS) drawFrame()
    expect(shown.map(textOf).join('')).toBe(`${family}🇩🇪👍🏽`.repeat(3))
    expect(shown.length).toBeGreaterThan(2)
    for (const text of shown.map(textOf)) expect(text).toMatch(/^(?:👨‍👩‍👧‍👦|🇩🇪|👍🏽)+$/u)
  })

  it('events without text wait for nothing but the frame', () => {
    const { pacer, shown } = paced()
    pacer.add(delta('a', 'x'.repeat(50), 50))
    pacer.add({ chatDeleted: 'c9' })
    drawFrame()
    expect(shown).toContainEqual({ chatDeleted: 'c9' })
  })

  it('the end of an answer comes after its text, and holds up no other answer', () => {
    const { pacer, shown } = paced()
    pacer.add(delta('a', 'x'.repeat(80), 80))
    pacer.add(ending('a'))
    pacer.add(ending('b'))
    drawFrame()
    expect(shown.filter((event) => 'chunk' in event && event.chunk.type === 'finish')).toEqual([
      ending('b'),
    ])
    for (let frame = 0; frame < 12; frame += 1) drawFrame()
    expect(shown.at(-1)).toEqual(ending('a'))
  })

  it('a long text from before this page looked is shown at once', () => {
    const { pacer, text } = paced()
    pacer.add(delta('a', 'x'.repeat(5_000), 5_000))
    drawFrame()
    expect(text()).toHaveLength(5_000)
  })

  it('events are handed on in a page without frames, too, and only once', () => {
    const { pacer, text } = paced()
    pacer.add(delta('a', 'hello', 5))
    vi.advanceTimersByTime(250)
    drawFrame()
    expect(text()).toBe('hello')
  })

  it('flush hands on all events at once', () => {
    const { pacer, text } = paced()
    pacer.add(delta('a', 'x'.repeat(80), 80))
    pacer.flush()
    expect(text()).toHaveLength(80)
  })

  it('cancel leaves no frame and no timer behind', () => {
    const { pacer, shown } = paced()
    pacer.add(delta('a', 'hello', 5))
    pacer.cancel()
    expect([frames.size, vi.getTimerCount(), shown.length]).toEqual([0, 0, 0])
  })

  it('R21 each letter comes once, in order and with its position, whenever its event comes', () => {
    const pieces = fc.array(
      fc.record({
        answer: fc.constantFrom('a', 'b'),
        text: fc.string({ unit: 'binary', minLength: 1, maxLength: 120 }),
        frames: fc.integer({ min: 0, max: 4 }),
      }),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(pieces, (list) => {
        const { pacer, shown } = paced()
        const sent: Record<string, string> = { a: '', b: '' }
        for (const { answer, text, frames: count } of list) {
          sent[answer] += text
          pacer.add(delta(answer, text, sent[answer]?.length ?? 0))
          for (let frame = 0; frame < count; frame += 1) drawFrame()
        }
        for (let frame = 0; frame < 12; frame += 1) drawFrame()
        for (const answer of ['a', 'b']) {
          const events = shown.filter((event) => 'messageId' in event && event.messageId === answer)
          let position = 0
          for (const event of events) {
            position += textOf(event).length
            expect(event).toMatchObject({ cursor: `s:${position}` })
          }
          expect(events.map(textOf).join('')).toBe(sent[answer])
        }
        expect([frames.size, vi.getTimerCount()]).toEqual([0, 0])
      }),
      fromSeed(200),
    )
  })
})
