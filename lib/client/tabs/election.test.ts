import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createMemoryStorage } from '@/lib/testing/memory-storage'
import { electOneTab } from './election'

/** A tab whose ID is among the leaders for as long as it leads. */
function tab(leaders: Set<string>, id: string) {
  const closed = new AbortController()
  void electOneTab('test', closed.signal, async (signal) => {
    leaders.add(id)
    await new Promise((resolve) => {
      signal.addEventListener('abort', resolve)
    })
    leaders.delete(id)
  })
  return {
    close: () => {
      closed.abort()
    },
  }
}

describe('electOneTab without locks, as on plain http', () => {
  const storage = new Map<string, string>()

  beforeEach(() => {
    storage.clear()
    vi.useFakeTimers()
    vi.stubGlobal('navigator', {})
    vi.stubGlobal('addEventListener', () => {})
    vi.stubGlobal('removeEventListener', () => {})
    vi.stubGlobal('localStorage', {
      getItem: (name: string) => storage.get(name) ?? null,
      setItem: (name: string, value: string) => storage.set(name, value),
      removeItem: (name: string) => storage.delete(name),
    })
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  test('one of several tabs leads, and keeps leading', async () => {
    const leaders = new Set<string>()
    const tabs = ['a', 'b', 'c'].map((id) => tab(leaders, id))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(leaders.size).toBe(1)
    for (const { close } of tabs) close()
    await vi.advanceTimersByTimeAsync(0)
    expect(leaders.size).toBe(0)
  })

  test('another tab leads soon after the leading tab closes', async () => {
    const leaders = new Set<string>()
    const first = tab(leaders, 'a')
    await vi.advanceTimersByTimeAsync(100)
    tab(leaders, 'b')
    await vi.advanceTimersByTimeAsync(1_000)
    expect([...leaders]).toEqual(['a'])
    first.close()
    await vi.advanceTimersByTimeAsync(2_000)
    expect([...leaders]).toEqual(['b'])
  })

  test('a tab that does not renew its lease loses it, and stops when it sees that', async () => {
    const leaders = new Set<string>()
    storage.set('test', JSON.stringify({ holder: 'gone', expiresAt: Date.now() + 3_000 }))
    tab(leaders, 'a')
    await vi.advanceTimersByTimeAsync(2_000)
    expect(leaders.size).toBe(0)
    await vi.advanceTimersByTimeAsync(3_000)
    expect([...leaders]).toEqual(['a'])
    storage.set('test', JSON.stringify({ holder: 'visible', expiresAt: Date.now() + 60_000 }))
    await vi.advanceTimersByTimeAsync(2_000)
    expect(leaders.size).toBe(0)
  })
})

describe('electOneTab where the browser keeps nothing', () => {
  const refusing = {
    request: () => Promise.reject(new DOMException('No.', 'SecurityError')),
  }

  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('navigator', { locks: refusing })
    vi.stubGlobal('addEventListener', () => {})
    vi.stubGlobal('removeEventListener', () => {})
    vi.stubGlobal('localStorage', undefined)
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('each tab leads, for no tab can hear of another', async () => {
    const leaders = new Set<string>()
    const tabs = ['a', 'b'].map((id) => tab(leaders, id))
    await vi.advanceTimersByTimeAsync(10_000)
    expect([...leaders]).toEqual(['a', 'b'])
    for (const { close } of tabs) close()
    await vi.advanceTimersByTimeAsync(0)
    expect(leaders.size).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a lease from before the clock was set back by a day is over', async () => {
    vi.stubGlobal('localStorage', createMemoryStorage())
    const aDayAhead = Date.now() + 24 * 60 * 60 * 1000
    localStorage.setItem('test', JSON.stringify({ holder: 'gone', expiresAt: aDayAhead }))
    const leaders = new Set<string>()
    const { close } = tab(leaders, 'a')
    await vi.advanceTimersByTimeAsync(100)
    expect([...leaders]).toEqual(['a'])
    close()
    await vi.advanceTimersByTimeAsync(0)
  })
})
