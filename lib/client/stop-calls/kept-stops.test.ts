import { beforeEach, describe, expect, test, vi } from 'vitest'
import { keptStops, type StopNews, type StopWish } from './kept-stops'

const DAY_MS = 24 * 60 * 60 * 1000

type Listener = (event: {
  key: string | null
  newValue: string | null
  oldValue: string | null
}) => void

/** The storage of a browser, as the page of one tab sees it. */
let stored: Record<string, string>
let listeners: Set<Listener>

beforeEach(() => {
  stored = {}
  listeners = new Set()
  const methods = {
    getItem: (key: string) => stored[key] ?? null,
    setItem: (key: string, value: string) => {
      stored[key] = value
    },
    removeItem: (key: string) => {
      delete stored[key]
    },
  }
  // As in a browser, the entries are keys of the storage and the methods are not.
  const storage = new Proxy(methods, {
    ownKeys: () => Object.keys(stored),
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  })
  vi.stubGlobal('localStorage', storage)
  vi.stubGlobal('addEventListener', (_: string, listener: Listener) => listeners.add(listener))
  vi.stubGlobal('removeEventListener', (_: string, listener: Listener) =>
    listeners.delete(listener),
  )
})

const wish = (messageId: string, of: Partial<StopWish> = {}): StopWish => ({
  chatId: 'c1',
  messageId,
  sessionId: 's1',
  seenTextLength: 240,
  pressedAt: Date.now(),
  overtakesSend: false,
  heldUntil: Date.now() + 4_000,
  ...of,
})

describe('R33 a stop that is kept', () => {
  test('a kept stop is there for the next page until it is forgotten', () => {
    const [one, two] = [wish('a1'), wish('a2', { overtakesSend: true })]
    keptStops.keep(one)
    keptStops.keep(two)
    expect(keptStops.all()).toEqual([one, two])
    keptStops.forget(one)
    expect(keptStops.all()).toEqual([two])
  })

  test('R34 a kept stop is forgotten by its own session only', () => {
    const later = wish('a1', { sessionId: 's2' })
    keptStops.keep(later)
    keptStops.forget(wish('a1'))
    expect(keptStops.all()).toEqual([later])
  })

  test('an entry that is a day old, or is no stop, is thrown away', () => {
    stored['fullstop.other'] = 'is left alone'
    keptStops.keep(wish('a1', { pressedAt: Date.now() - DAY_MS }))
    for (const text of ['', 'no JSON', 'null', '[]', '{"chatId":"c1"}', '{"chatId":1}']) {
      stored[`fullstop.stop.${text.length}`] = text
    }
    expect(keptStops.all()).toEqual([])
    expect(Object.keys(stored)).toEqual(['fullstop.other'])
  })

  test('other tabs are told when a kept stop comes and when it goes', () => {
    const heard: StopNews[] = []
    const stop = keptStops.watch((news) => heard.push(news))
    const kept = wish('a1')
    const value = JSON.stringify(kept)
    const tell: Listener = (event) => {
      for (const listener of listeners) listener(event)
    }
    tell({ key: 'fullstop.stop.a1', newValue: value, oldValue: null })
    tell({ key: 'fullstop.stop.a1', newValue: null, oldValue: value })
    tell({ key: 'fullstop.preferences', newValue: value, oldValue: null })
    tell({ key: 'fullstop.stop.a1', newValue: 'nonsense', oldValue: null })
    tell({ key: null, newValue: null, oldValue: null })
    expect(heard).toEqual([
      { wish: kept, isOver: false },
      { wish: kept, isOver: true },
    ])
    stop()
    expect(listeners.size).toBe(0)
  })

  test('a stop without storage is not kept and throws nothing', () => {
    vi.stubGlobal('localStorage', undefined)
    keptStops.keep(wish('a1'))
    keptStops.forget(wish('a1'))
    expect(keptStops.all()).toEqual([])
  })
})
