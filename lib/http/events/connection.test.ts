import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Feed } from '@/lib/platform/feed'
import { openConnection } from './connection'

/** A feed that the test fills; `reads` counts how often somebody wanted more. */
function createTestFeed() {
  const waiting: PromiseWithResolvers<string[] | undefined>[] = []
  const ready: (string[] | undefined)[] = []
  let reads = 0
  let left = 0
  const give = (events: string[] | undefined) => {
    const reader = waiting.shift()
    if (reader) reader.resolve(events)
    else ready.push(events)
  }
  const feed: Feed<string> = {
    read() {
      reads += 1
      if (ready.length > 0) return Promise.resolve(ready.shift())
      const reader = Promise.withResolvers<string[] | undefined>()
      waiting.push(reader)
      return reader.promise
    },
    leave() {
      left += 1
      for (const reader of waiting.splice(0)) reader.resolve(undefined)
    },
  }
  return {
    feed,
    push: (...events: string[]) => give(events),
    end: () => give(undefined),
    breakOff: (error: Error) => waiting.shift()?.reject(error),
    get reads() {
      return reads
    },
    get left() {
      return left > 0
    },
  }
}

function open(trailer = '', signal = new AbortController().signal) {
  const source = createTestFeed()
  const encode = (event: string) => `<${event}>`
  let revoke = () => {}
  let sendOn = () => {}
  let stillWatched = true
  const body = openConnection({
    feed: source.feed,
    encode,
    trailer,
    signal,
    whenRevoked(listener) {
      revoke = listener
      return () => {
        stillWatched = false
      }
    },
    whenSentOn(listener) {
      sendOn = listener
      return () => {}
    },
  })
  const reader = body.getReader()
  const decoder = new TextDecoder()
  return {
    ...source,
    source,
    reader,
    revoke: () => revoke(),
    sendOn: () => sendOn(),
    isWatched: () => stillWatched,
    /** The next piece as text; undefined at a clean end. */
    next: async () => {
      const { done, value } = await reader.read()
      return done ? undefined : decoder.decode(value)
    },
  }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  const timersLeft = vi.getTimerCount()
  vi.useRealTimers()
  // P11: whatever a test did, no connection left its tick behind.
  if (timersLeft > 0) throw new Error('a connection left its tick behind')
})

const SECOND = 1_000

describe('a connection', () => {
  test('a connection says something at once, so that the headers leave', async () => {
    const { next, reader } = open()
    expect(await next()).toBe(': open\n\n')
    await reader.cancel()
  })

  test('a connection carries the events in order, each read as one piece, then the trailer', async () => {
    const { next, push, end, source } = open('[DONE]')
    await next()
    push('a', 'b')
    expect(await next()).toBe('<a><b>')
    push('c')
    expect(await next()).toBe('<c>')
    end()
    expect(await next()).toBe('[DONE]')
    expect(await next()).toBeUndefined()
    expect(source.left).toBe(true)
  })

  test('a connection without a trailer ends after its events', async () => {
    const { next, end } = open()
    await next()
    end()
    expect(await next()).toBeUndefined()
  })

  test('P7 a connection asks for more only when its reader does', async () => {
    const { next, push, source, reader } = open()
    push('a')
    push('b')
    push('c')
    await vi.advanceTimersByTimeAsync(20 * SECOND)
    expect(source.reads).toBe(0)
    await next()
    expect(await next()).toBe('<a>')
    await vi.advanceTimersByTimeAsync(20 * SECOND)
    expect(source.reads).toBe(1)
    expect(await next()).toBe('<b>')
    expect(source.reads).toBe(2)
    await reader.cancel()
  })

  test('a quiet connection sends a comment at least every 15 s', async () => {
    const { next, reader } = open()
    await next()
    for (let round = 0; round < 3; round += 1) {
      const piece = next()
      const came = vi.fn<() => void>()
      void piece.then(came)
      await vi.advanceTimersByTimeAsync(15 * SECOND)
      expect(came).toHaveBeenCalledOnce()
      expect(await piece).toMatch(/^: .*\n\n$/)
    }
    await reader.cancel()
  })

  test('a connection sends no comment while events come', async () => {
    const { next, push, reader } = open()
    await next()
    for (let round = 0; round < 10; round += 1) {
      const piece = next()
      await vi.advanceTimersByTimeAsync(5 * SECOND)
      push('a')
      expect(await piece).toBe('<a>')
    }
    await reader.cancel()
  })

  test('a feed is left when its reader goes', async () => {
    const { next, source, reader } = open()
    await next()
    const pending = next()
    await reader.cancel()
    expect(source.left).toBe(true)
    expect(await pending).toBeUndefined()
  })
})

test('P7 a long text is handed over in steps, as fast as its reader takes them', async () => {
  const { next, push, end, source } = open('[DONE]')
  await next()
  const much = 'x'.repeat(150 * 1024)
  push(much)
  end()
  const pieces = [await next(), await next(), await next()]
  expect(pieces.map((piece) => piece?.length)).toEqual([64 * 1024, 64 * 1024, 22 * 1024 + 2])
  expect(pieces.join('')).toBe(`<${much}>`)
  expect(source.reads).toBe(1)
  expect(await next()).toBe('[DONE]')
})

test('P7 a connection piles up no comments for a reader that takes none', async () => {
  const { next, reader } = open()
  await next()
  const first = next()
  await vi.advanceTimersByTimeAsync(120 * SECOND)
  expect(await first).toBe(': still here\n\n')
  expect(await next()).toBe(': still here\n\n')
  const third = next()
  await reader.cancel()
  expect(await third).toBeUndefined()
})

describe('a reader whose request is aborted', () => {
  test.each(['before the first byte', 'later'])(
    'P8 P11 a reader that is gone has left its feed: %s',
    async (when) => {
      const gone = new AbortController()
      if (when === 'before the first byte') gone.abort()
      const { next, source } = open('', gone.signal)
      if (when === 'later') await next()
      gone.abort()
      expect(source.left).toBe(true)
      expect(vi.getTimerCount()).toBe(0)
    },
  )
})

test('P12 a reader whose session has ended reads no more, and sees no clean end', async () => {
  const { next, source, revoke } = open('[DONE]')
  await next()
  const piece = next()
  revoke()
  await expect(piece).rejects.toThrow('the reader may read no more')
  expect(source.left).toBe(true)
  expect(vi.getTimerCount()).toBe(0)
})

test('P10 a reader who is sent on gets the rest of what was read, and a clean end without the trailer', async () => {
  const { next, push, sendOn, source } = open('[DONE]')
  await next()
  push('x'.repeat(70 * 1024))
  const first = await next()
  sendOn()
  const second = await next()
  expect(`${first}${second}`).toBe(`<${'x'.repeat(70 * 1024)}>`)
  expect(await next()).toBeUndefined()
  expect(source.left).toBe(true)
  expect(vi.getTimerCount()).toBe(0)
})

test('P10 a reader who waits for more is sent on at once', async () => {
  const { next, sendOn } = open('[DONE]')
  await next()
  const piece = next()
  sendOn()
  expect(await piece).toBeUndefined()
})

test('a session is watched no longer than its reader stays', async () => {
  const { reader, isWatched } = open()
  await reader.cancel()
  expect(isWatched()).toBe(false)
})

test('a feed that breaks is left, and its reader sees an error', async () => {
  const { next, source, breakOff } = open('[DONE]')
  await next()
  const piece = next()
  breakOff(new Error('no more'))
  await expect(piece).rejects.toThrow('no more')
  expect(source.left).toBe(true)
})
