import type { Feed } from '@/lib/platform/feed'

/** After this much quiet the next tick sends a comment, so at least every 15 s something is sent. */
const QUIET_MS = 10_000

const TICK_MS = 5_000

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
}): ReadableStream<Uint8Array> {
  const { feed, opening = ': open\n\n', encode, trailer, signal, whenRevoked } = options
  const encoder = new TextEncoder()
  let waiting = false
  let rest = new Uint8Array()
  let lastSentAt = performance.now()
  let stopTicking = () => {}
  let stopWatching = () => {}
  let closed = false

  function close(): void {
    closed = true
    stopTicking()
    stopWatching()
    signal.removeEventListener('abort', close)
    feed.leave()
  }

  /** The next events as bytes, undefined after the last. */
  async function readFeed(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    waiting = true
    const events = await feed.read().catch((error: unknown) => {
      close()
      throw error
    })
    waiting = false
    return events && encoder.encode(events.map(encode).join(''))
  }

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        // Next sends no headers before the first bytes.
        controller.enqueue(encoder.encode(opening))
        stopTicking = everyTick((now) => {
          const isWanted = waiting && (controller.desiredSize ?? -1) >= 0
          if (!isWanted || now - lastSentAt < QUIET_MS) return
          lastSentAt = now
          controller.enqueue(encoder.encode(': still here\n\n'))
        })
        stopWatching = whenRevoked(() => {
          close()
          // Not a clean end, which would pass for a complete answer.
          controller.error(new Error('the reader may read no more'))
        })
        signal.addEventListener('abort', close)
        // The session may have ended before `stopWatching` was set.
        if (signal.aborted || closed) close()
      },
      async pull(controller) {
        const bytes = rest.length > 0 ? rest : await readFeed()
        if (bytes) {
          lastSentAt = performance.now()
          controller.enqueue(bytes.subarray(0, LARGEST_PIECE))
          rest = bytes.subarray(LARGEST_PIECE)
          return
        }
        close()
        if (trailer !== '') controller.enqueue(encoder.encode(trailer))
        controller.close()
      },
      cancel: close,
    },
    { highWaterMark: 0 },
  )
}
