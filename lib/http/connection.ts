import type { Feed } from '@/lib/platform/feed'

/** After this much quiet the next tick sends a comment, so at least every 15 s something is sent. */
const QUIET_MS = 10_000

/** A reader who has not taken what is there for this long has vanished. */
const STALLED_MS = 30_000
const TICK_MS = 5_000

/** Called once a tick with the time; one timer for all connections. */
const ticking = new Set<(now: number) => void>()
let ticker: NodeJS.Timeout | undefined

function everyTick(callback: (now: number) => void): () => void {
  ticking.add(callback)
  ticker ??= setInterval(() => {
    for (const tick of ticking) tick(Date.now())
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
 * costs no memory. A reader who vanished is dropped by an error, never by a clean end, which
 * clients take for complete.
 */
export function openConnection<Event>(options: {
  feed: Feed<Event>
  encode: (event: Event) => string
  /** What follows the last event. */
  trailer: string
}): ReadableStream<Uint8Array> {
  const { feed, encode, trailer } = options
  const encoder = new TextEncoder()
  let pulling = false
  let lastSentAt = Date.now()
  let stuckSince: number | undefined
  let stopTicking = () => {}

  function close(): void {
    stopTicking()
    feed.leave()
  }

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (text: string) => {
          lastSentAt = Date.now()
          controller.enqueue(encoder.encode(text))
        }
        // Next sends no headers before the first bytes.
        send(': open\n\n')
        stopTicking = everyTick((now) => {
          const waitsForMore = pulling && (controller.desiredSize ?? 0) >= 0
          stuckSince = waitsForMore ? undefined : (stuckSince ?? now)
          if (stuckSince !== undefined && now - stuckSince >= STALLED_MS) {
            close()
            controller.error(new Error('the reader vanished'))
          } else if (waitsForMore && now - lastSentAt >= QUIET_MS) {
            send(': still here\n\n')
          }
        })
      },
      async pull(controller) {
        pulling = true
        stuckSince = undefined
        const events = await feed.read().catch((error: unknown) => {
          close()
          throw error
        })
        pulling = false
        lastSentAt = Date.now()
        if (events) {
          controller.enqueue(encoder.encode(events.map(encode).join('')))
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
