import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { onceAFrame } from './once-a-frame'

describe('onceAFrame', () => {
  let frames = new Map<number, () => void>()
  const drawFrame = () => {
    const due = [...frames.values()]
    frames.clear()
    for (const frame of due) frame()
  }

  beforeEach(() => {
    let lastId = 0
    frames = new Map()
    vi.useFakeTimers()
    vi.stubGlobal('requestAnimationFrame', (frame: () => void) => {
      lastId += 1
      frames.set(lastId, frame)
      return lastId
    })
    vi.stubGlobal('cancelAnimationFrame', (id: number) => frames.delete(id))
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('hands on all that came since the last frame, in order', () => {
    const handOn = vi.fn<(items: number[]) => void>()
    const gathering = onceAFrame(handOn)
    gathering.add(1)
    gathering.add(2)
    expect(handOn).not.toHaveBeenCalled()
    drawFrame()
    gathering.add(3)
    drawFrame()
    drawFrame()
    vi.runAllTimers()
    expect(handOn.mock.calls).toEqual([[[1, 2]], [[3]]])
  })

  it('hands on in a page that has no frames, too, and only once', () => {
    const handOn = vi.fn<(items: number[]) => void>()
    const gathering = onceAFrame(handOn)
    gathering.add(1)
    vi.advanceTimersByTime(249)
    expect(handOn).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    drawFrame()
    expect(handOn.mock.calls).toEqual([[[1]]])
  })

  it('leaves no frame and no timer behind when it is cancelled', () => {
    const handOn = vi.fn<(items: number[]) => void>()
    const gathering = onceAFrame(handOn)
    gathering.add(1)
    gathering.cancel()
    expect(frames.size).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
    expect(handOn).not.toHaveBeenCalled()
  })
})
