import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CodeReader, LONGEST_READING_MS, type HighlightRequest } from './highlighter'

/** Answers only when a test calls `answer`. */
class SilentWorker extends EventTarget {
  static readonly all: SilentWorker[] = []
  readonly asked: HighlightRequest[] = []
  isTerminated = false

  constructor() {
    super()
    SilentWorker.all.push(this)
  }

  postMessage(request: HighlightRequest | { forget: number }): void {
    if (!('forget' in request)) this.asked.push(request)
  }

  terminate(): void {
    this.isTerminated = true
  }

  answer(): void {
    const data = { id: this.asked.at(-1)?.id, runs: [[{ length: 1 }]] }
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
}

describe('CodeReader', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('Worker', SilentWorker)
  })

  afterEach(() => {
    vi.useRealTimers()
  })

  it('a reader gives up a worker that is stuck, and the next code is read in another', () => {
    const [onFirst, onSecond] = [vi.fn<() => void>(), vi.fn<() => void>()]
    new CodeReader('css', onFirst).read(['a'])
    const stuck = SilentWorker.all.at(-1)
    vi.advanceTimersByTime(LONGEST_READING_MS - 1)
    expect(stuck?.isTerminated).toBe(false)
    vi.advanceTimersByTime(1)
    expect(stuck?.isTerminated).toBe(true)

    new CodeReader('css', onSecond).read(['b'])
    const fresh = SilentWorker.all.at(-1)
    expect(fresh).not.toBe(stuck)
    fresh?.answer()
    expect(onFirst).not.toHaveBeenCalled()
    expect(onSecond).toHaveBeenCalledOnce()
    vi.advanceTimersByTime(LONGEST_READING_MS * 2)
    expect(fresh?.isTerminated).toBe(false)
  })
})
