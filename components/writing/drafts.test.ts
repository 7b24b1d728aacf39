import { describe, expect, it, vi } from 'vitest'
import { Drafts } from './drafts'

function memoryStorage(): Storage {
  const entries = new Map<string, string>()
  return {
    get length() {
      return entries.size
    },
    clear: () => {
      entries.clear()
    },
    getItem: (key) => entries.get(key) ?? null,
    key: () => null,
    removeItem: (key) => {
      entries.delete(key)
    },
    setItem: (key, value) => {
      entries.set(key, value)
    },
  }
}

describe('Drafts', () => {
  it('each chat keeps its draft, even after a reload', () => {
    const storage = memoryStorage()
    new Drafts(() => storage).set('one', 'half a thought')
    const reloaded = new Drafts(() => storage)
    expect(reloaded.get('one')).toBe('half a thought')
    expect(reloaded.get('two')).toBe('')
  })

  it('an empty draft leaves nothing in the storage', () => {
    const storage = memoryStorage()
    const drafts = new Drafts(() => storage)
    drafts.set('one', 'text')
    drafts.set('one', '')
    expect(storage.length).toBe(0)
  })

  it('putBefore puts an unsent text before the text that was written since', () => {
    const drafts = new Drafts(memoryStorage)
    drafts.putBefore('one', 'first')
    expect(drafts.get('one')).toBe('first')
    drafts.putBefore('one', 'earlier')
    expect(drafts.get('one')).toBe('earlier\n\nfirst')
  })

  it('a draft works without a storage', () => {
    const drafts = new Drafts(() => {
      throw new Error('forbidden')
    })
    drafts.set('one', 'text')
    expect(drafts.get('one')).toBe('text')
  })

  it('a listener hears of changes until it unsubscribes', () => {
    const drafts = new Drafts(memoryStorage)
    const listener = vi.fn<() => void>()
    const unsubscribe = drafts.subscribe(listener)
    drafts.set('one', 'a')
    unsubscribe()
    drafts.set('one', 'b')
    expect(listener).toHaveBeenCalledTimes(1)
  })

  it('takeAway takes a text that was put back, and leaves the text that was written since', () => {
    const drafts = new Drafts(memoryStorage)
    drafts.putBefore('one', 'sent by itself')
    drafts.takeAway('one', 'sent by itself')
    expect(drafts.get('one')).toBe('')
    drafts.set('one', 'since')
    drafts.putBefore('one', 'sent by itself')
    drafts.takeAway('one', 'sent by itself')
    expect(drafts.get('one')).toBe('since')
    drafts.takeAway('one', 'another')
    expect(drafts.get('one')).toBe('since')
  })
})
