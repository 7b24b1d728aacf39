import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { testChat } from '@/lib/testing/messages'
import { ChatCache } from './chat-cache'

const early = '2026-01-01T00:00:01.000Z'
const late = '2026-01-01T00:00:02.000Z'

const titled = (title: string, updatedAt = early) => testChat('c1', { title, updatedAt })

function openCache() {
  const chats = new ChatCache()
  return { chats, title: () => chats.get('c1')?.title }
}

describe('a chat that was read', () => {
  test('a reading replaces news from before the reading was asked for', () => {
    const { chats, title } = openCache()
    chats.take(titled('Told', late))
    chats.takeRead([titled('Read')], chats.ask())
    expect(title()).toBe('Read')
  })

  test('news during a reading wins over it, since a title or a pin has no time of its own', () => {
    const { chats, title } = openCache()
    const askedAt = chats.ask()
    chats.take(titled('Told'))
    chats.takeRead([titled('Read')], askedAt)
    expect(title()).toBe('Told')
  })

  test('a reading with a later change wins over news that came meanwhile', () => {
    const { chats, title } = openCache()
    const askedAt = chats.ask()
    chats.take(titled('Told'))
    chats.takeRead([titled('Read', late)], askedAt)
    expect(title()).toBe('Read')
  })

  test('the reading that was asked for last wins, whichever arrives first', () => {
    const { chats, title } = openCache()
    const [first, second] = [chats.ask(), chats.ask()]
    chats.takeRead([titled('Second')], second)
    chats.takeRead([titled('First')], first)
    expect(title()).toBe('Second')
  })

  test('a deleted chat stays deleted for an earlier reading, and is back with a later one', () => {
    const { chats, title } = openCache()
    const askedAt = chats.ask()
    chats.remove('c1')
    chats.takeRead([titled('Read', late)], askedAt)
    expect(title()).toBeUndefined()
    chats.takeRead([titled('Read again')], chats.ask())
    expect(title()).toBe('Read again')
  })

  test('a change made here wins over a reading that was asked for before it', () => {
    const { chats } = openCache()
    chats.take(titled('Told'))
    const askedAt = chats.ask()
    chats.change('c1', { pinned: true })
    chats.takeRead([titled('Told')], askedAt)
    expect(chats.get('c1')?.pinned).toBe(true)
  })
})

describe('a chat that the server tells of', () => {
  test('an older state never replaces a newer one', () => {
    const { chats, title } = openCache()
    chats.take(titled('New', late))
    chats.take(titled('Old', early))
    expect(title()).toBe('New')
    chats.take(titled('Newer', late))
    expect(title()).toBe('Newer')
  })

  test('an ended answer is no longer active, and another active answer stays', () => {
    const { chats } = openCache()
    chats.take(testChat('c1', { activeMessageId: 'a2', activeSessionId: 's2' }))
    chats.answerEnded('c1', 'a1')
    expect(chats.get('c1')).toMatchObject({ activeMessageId: 'a2', activeSessionId: 's2' })
    chats.answerEnded('c1', 'a2')
    expect(chats.get('c1')).toMatchObject({ activeMessageId: null, activeSessionId: null })
  })

  test('a change to an unknown chat makes no chat', () => {
    const { chats } = openCache()
    chats.change('c1', { pinned: true })
    expect(chats.get('c1')).toBeUndefined()
  })
})

test('readings that come in any order leave each chat as it was told last', () => {
  const step = fc.constantFrom('ask', 'answer', 'tell')
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const { chats, title } = openCache()
      let version = 0
      chats.take(titled('0'))
      const asked: { askedAt: number; version: number }[] = []
      for (const next of steps) {
        // A change is told at once; a reading holds the state at the time when it was asked for.
        if (next === 'tell') chats.take(titled(String((version += 1))))
        if (next === 'ask') asked.push({ askedAt: chats.ask(), version })
        const answer = next === 'answer' ? asked.pop() : undefined
        if (answer) chats.takeRead([titled(String(answer.version))], answer.askedAt)
      }
      for (const late of asked) chats.takeRead([titled(String(late.version))], late.askedAt)
      expect(title()).toBe(String(version))
    }),
  )
})

test('a listener hears of each change, and the value is the same object between changes', () => {
  const { chats } = openCache()
  const hear = vi.fn<() => void>()
  const leave = chats.subscribe(hear)
  chats.take(titled('One'))
  const known = chats.all()
  expect(hear).toHaveBeenCalledTimes(1)
  chats.remove('c2')
  chats.answerEnded('c1', 'a1')
  chats.take(titled('Older', '2025-01-01T00:00:00.000Z'))
  expect(chats.all()).toBe(known)
  expect(hear).toHaveBeenCalledTimes(1)
  chats.takeRead([testChat('c2'), testChat('c3')], chats.ask())
  expect(hear).toHaveBeenCalledTimes(2)
  leave()
  chats.remove('c1')
  expect(hear).toHaveBeenCalledTimes(2)
})
