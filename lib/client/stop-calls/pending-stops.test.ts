import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { FullstopError } from '@/client/error'
import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import type { KeptStops, StopNews, StopWish } from './kept-stops'
import { PendingStops } from './pending-stops'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const settle = () => vi.advanceTimersByTimeAsync(0)

const cancelled: CancelOutcome = {
  outcome: 'cancelled',
  messageId: 'a1',
  status: 'cancelled',
  endReason: 'user',
  text: 'Hel',
}

/** The stops kept by all tabs of one browser; each tab hears what the others do. */
function createBrowser() {
  const kept = new Map<string, StopWish>()
  const tabs = new Set<{ listener: (news: StopNews) => void }>()
  const newTab = (): KeptStops => {
    let own: { listener: (news: StopNews) => void } | undefined
    const tell = (news: StopNews) => {
      for (const tab of tabs) if (tab !== own) tab.listener(news)
    }
    return {
      all: () => [...kept.values()],
      keep(wish) {
        kept.set(wish.messageId, wish)
        tell({ wish, isOver: false })
      },
      forget(wish) {
        if (kept.get(wish.messageId)?.sessionId !== wish.sessionId) return
        kept.delete(wish.messageId)
        tell({ wish, isOver: true })
      },
      watch(listener) {
        const tab = { listener }
        own = tab
        tabs.add(tab)
        return () => tabs.delete(tab)
      },
    }
  }
  return { kept, newTab }
}

type Browser = ReturnType<typeof createBrowser>

/** A tab whose calls get the test's answers; without an answer they hang for ever. */
function openTab(browser: Browser, { takeUp = true } = {}) {
  const ask = vi.fn<(wish: StopWish) => Promise<CancelOutcome>>(() => new Promise(() => {}))
  const over = vi.fn<(wish: StopWish, answer: unknown) => void>()
  const elsewhere = vi.fn<(wish: StopWish) => void>()
  const stops = new PendingStops(
    { ask, onChange() {}, onOver: over, onElsewhere: elsewhere },
    browser.newTab(),
  )
  const close = stops.share({ takeUp })
  onTestFinished(close)
  return { ask, over, elsewhere, stops, close }
}

const wish = (of: Partial<StopWish> = {}): StopWish => ({
  chatId: 'c1',
  messageId: 'a1',
  sessionId: 's1',
  seenTextLength: 3,
  pressedAt: Date.now(),
  overtakesSend: false,
  heldUntil: Date.now() + 4_000,
  ...of,
})

test('R33 a stop is kept until it is confirmed, and taken up by the next page at once', async () => {
  const browser = createBrowser()
  const first = openTab(browser)
  first.stops.try(wish())
  expect([...browser.kept.values()]).toMatchObject([{ messageId: 'a1', seenTextLength: 3 }])
  first.close()
  const next = openTab(browser)
  expect(next.ask).toHaveBeenCalledOnce()
  expect(next.ask.mock.lastCall?.[0]).toMatchObject({ sessionId: 's1', seenTextLength: 3 })
  next.ask.mockResolvedValue(cancelled)
  next.stops.press('a1')
  await settle()
  expect(browser.kept.size).toBe(0)
  expect(next.stops.list()).toEqual([])
})

test('P13 a stop that a full disk refuses goes on asking, and is carried out once there is room', async () => {
  const browser = createBrowser()
  const tab = openTab(browser)
  tab.ask.mockRejectedValue(new FullstopError('storage_full', 'The disk is full.'))
  tab.stops.try(wish())
  await vi.advanceTimersByTimeAsync(5_000)
  expect(tab.stops.list()).toMatchObject([{ messageId: 'a1', state: 'unconfirmed' }])
  tab.ask.mockResolvedValue(cancelled)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(tab.stops.list()).toEqual([])
  expect(tab.over.mock.lastCall?.[1]).toEqual(cancelled)
})

test('a page without a session takes up no stop that somebody else has left', () => {
  const browser = createBrowser()
  browser.kept.set('a1', wish())
  const tab = openTab(browser, { takeUp: false })
  expect(tab.ask).not.toHaveBeenCalled()
})

test('R33 another tab shows a stop as stopping, and leaves it to the tab that has it in hand', async () => {
  const browser = createBrowser()
  const [pressing, other] = [openTab(browser), openTab(browser)]
  pressing.stops.try(wish())
  expect(other.elsewhere.mock.lastCall?.[0]).toMatchObject({ messageId: 'a1', seenTextLength: 3 })
  expect(other.stops.list()).toEqual([{ chatId: 'c1', messageId: 'a1', state: 'stopping' }])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(pressing.ask.mock.calls.length).toBeGreaterThan(10)
  expect(other.ask).not.toHaveBeenCalled()
  pressing.ask.mockResolvedValue(cancelled)
  pressing.stops.press('a1')
  await settle()
  expect(other.over).toHaveBeenCalledOnce()
  expect(other.stops.list()).toEqual([])
  expect(vi.getTimerCount()).toBe(0)
})

test('R33 a tab that is closed sends its stop once more, and another one takes it up', async () => {
  const browser = createBrowser()
  const [pressing, other] = [openTab(browser), openTab(browser)]
  pressing.stops.try(wish())
  pressing.close()
  pressing.stops.leave()
  expect(pressing.ask).toHaveBeenCalledTimes(2)
  await settle()
  expect(other.ask).toHaveBeenCalledOnce()
})

test('R33 a tab that sleeps or has died loses its stop to another one within 5 s', async () => {
  const browser = createBrowser()
  const other = openTab(browser)
  // The stop is kept, and nobody ever renews it.
  browser.newTab().keep(wish())
  await vi.advanceTimersByTimeAsync(4_900)
  expect(other.ask).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(100)
  expect(other.ask).toHaveBeenCalledOnce()
})

test('R33 a press in another tab tries at once, and the tab that has the stop in hand goes on', async () => {
  const browser = createBrowser()
  const [pressing, other] = [openTab(browser), openTab(browser)]
  pressing.stops.try(wish())
  other.ask.mockRejectedValue(new FullstopError('unreachable', 'Could not reach the server.'))
  other.stops.press('a1')
  expect(other.ask).toHaveBeenCalledOnce()
  pressing.ask.mockResolvedValue(cancelled)
  pressing.stops.press('a1')
  await settle()
  for (const tab of [pressing, other]) expect(tab.over).toHaveBeenCalledOnce()
  await vi.advanceTimersByTimeAsync(60_000)
  other.stops.press('a1')
  expect(other.ask).toHaveBeenCalledOnce()
})

test('R34 the end of one session leaves the stop of a later one', () => {
  const browser = createBrowser()
  const tab = openTab(browser)
  tab.stops.try(wish({ sessionId: 's2' }))
  tab.stops.done('a1', 's1')
  expect(tab.stops.list()).toHaveLength(1)
  tab.stops.done('a1', 's2')
  return settle().then(() => {
    expect(tab.stops.list()).toEqual([])
    expect(browser.kept.size).toBe(0)
  })
})

test('P13 a stop is tried at once by every tab that knows of it when the network is back', async () => {
  const browser = createBrowser()
  const [pressing, other] = [openTab(browser), openTab(browser)]
  pressing.ask.mockRejectedValue(new FullstopError('unreachable', 'Could not reach the server.'))
  pressing.stops.try(wish())
  await settle()
  pressing.stops.tryAll()
  other.stops.tryAll()
  expect(pressing.ask).toHaveBeenCalledTimes(2)
  expect(other.ask).toHaveBeenCalledOnce()
})

test('P13 an answer that a proxy made up does not count, and the stop is tried again', async () => {
  const tab = openTab(createBrowser())
  // These are JSON, but no answers of this server.
  const nonsense: unknown[] = [null, {}, { status: 'fail' }, 'ok']
  for (const answer of nonsense) tab.ask.mockResolvedValueOnce(answer as CancelOutcome)
  tab.ask.mockResolvedValueOnce(cancelled)
  tab.stops.try(wish())
  await vi.advanceTimersByTimeAsync(5_000)
  expect(tab.ask).toHaveBeenCalledTimes(5)
  expect(tab.over).toHaveBeenCalledOnce()
  expect(vi.getTimerCount()).toBe(0)
})
