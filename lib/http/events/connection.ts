import type { ServerResponse } from 'node:http'
import type { Feed } from '@/lib/platform/feed'
import { DirectBody } from './direct-body'

/** After this much quiet the next tick sends a comment, so at least every 15 s something is sent. */
const QUIET_MS = 10_000

const TICK_MS = 5_000

/** Tells the reader, and whatever stands in between, that the connection lives. */
const COMMENT = ': still here\n\n'

/** The most that is handed over at once, in bytes: a slow line's progress shows in such steps. */
const LARGEST_PIECE = 64 * 1024

/** Called once a tick with the time. All connections have one timer. */
const ticking = new Set<(now: number) => void>()
let ticker: NodeJS.Timeout | undefined

function everyTick(callback: (now: number) => void): () => void {
  ticking.add(callback)
  ticker ??= setInterval(() => {
    for (const tick of ticking) tick(performance.now())
  }, TICK_MS).unref()
  return () => {
    ticking.delete(callback)
    if (ticking.size > 0) return
    clearInterval(ticker)
    ticker = undefined
  }
}

/**
 * A response body that pulls from a feed only when its reader wants more, so that a slow reader
 * costs no memory. `open-responses.ts` notices a reader that vanished.
 */
export function openConnection<Event>(options: {
  feed: Feed<Event>
  /** The first bytes. */
  opening?: string
  encode: (event: Event) => string
  /** The text after the last event. */
  trailer: string
  /** Aborts when the reader is gone: a body never hears of a reader that left before the first byte. */
  signal: AbortSignal
  /** Calls back when the reader may read no more, until the result is called. */
  whenRevoked: (listener: () => void) => () => void
  /** Calls back when the reader is to go on at another server, until the result is called. */
  whenSentOn?: ((listener: () => void) => () => void) | undefined
  /** The response that Next makes of the body, if it is known. */
  response?: ServerResponse | undefined
}): ReadableStream<Uint8Array> {
  const { feed, opening = ': open\n\n', encode, trailer, signal, response } = options
  const { whenRevoked, whenSentOn = () => () => {} } = options
  const encoder = new TextEncoder()
  /** Sends a comment, if the reader keeps up. */
  let comment = () => {}
  let waiting = false
  let rest = new Uint8Array()
  let lastSentAt = performance.now()
  let stopTicking = () => {}
  let stopWatching: readonly (() => void)[] = []
  let closed = false

  function close(): void {
    closed = true
    stopTicking()
    for (const stop of stopWatching) stop()
    signal.removeEventListener('abort', close)
    feed.leave()
  }

  /** The next events as bytes, in steps, then the trailer; undefined after that. */
  async function next(): Promise<Uint8Array | undefined> {
    while (rest.length === 0) {
      if (closed) return undefined
      rest = await readFeed()
    }
    lastSentAt = performance.now()
    const piece = rest.subarray(0, LARGEST_PIECE)
    rest = rest.subarray(LARGEST_PIECE)
    return piece
  }

  /** The next events as bytes; after the last of them, the trailer. A reader who goes on elsewhere gets none. */
  async function readFeed(): Promise<Uint8Array<ArrayBuffer>> {
    waiting = true
    const events = await feed.read().catch((error: unknown) => {
      close()
      throw error
    })
    waiting = false
    if (events) return encoder.encode(events.map(encode).join(''))
    const isOver = !closed
    close()
    return encoder.encode(isOver ? trailer : '')
  }

  const stream: UnderlyingDefaultSource<Uint8Array> = {
    start(controller) {
      // Next sends no headers before the first bytes.
      controller.enqueue(encoder.encode(opening))
      stopTicking = everyTick((now) => {
        if (!waiting || now - lastSentAt < QUIET_MS) return
        lastSentAt = now
        comment()
      })
      comment = () => {
        if ((controller.desiredSize ?? -1) >= 0) controller.enqueue(encoder.encode(COMMENT))
      }
      stopWatching = [
        whenRevoked(() => {
          close()
          // Not a clean end, which would pass for a complete answer.
          controller.error(new Error('the reader may read no more'))
        }),
        whenSentOn(close),
      ]
      signal.addEventListener('abort', close)
      // The session may have ended before `stopWatching` was set.
      if (signal.aborted || closed) close()
    },
    async pull(controller) {
      const piece = await next()
      if (piece) controller.enqueue(piece)
      else controller.close()
    },
    cancel: close,
  }
  const onPiped = () => {
    comment = () => {
      if (response?.writableNeedDrain === false) response.write(COMMENT)
    }
  }
  return new DirectBody({ stream, next, onPiped }, response)
}
