import type { Api } from '@/lib/client/calls/api'
import { ApiError } from '@/lib/client/calls/api-error'
import { Backoff } from '@/lib/client/clock/backoff'
import type { PersonEvent } from '@/lib/contract/event'
import { readServerSentEvents } from './event-reader'

/** Whether the events arrive. `lost`: they do not, and the connection is being tried again. */
export type ConnectionState = 'connecting' | 'open' | 'lost'

/** The server sends something at least every 15 s; after so much silence it is gone. */
const SILENCE_MS = 40_000

/**
 * A connection that has lasted so long, in milliseconds, and then ends cleanly has run out of the time that its
 * server gives to each: the next one is made at once. One that ends sooner is out of order.
 */
const LASTING_MS = 5_000

/** The longest time that a server can make the page wait, in milliseconds. */
const LONGEST_WISH_MS = 60_000

export type PersonConnectionOptions = {
  api: Api
  signal: AbortSignal
  /** The ID after which to go on, asked at each attempt. */
  lastEventId: () => string | undefined
  /** Hears of each event. One without an ID leaves the ID before it valid. */
  onEvent: (id: string | undefined, event: PersonEvent) => void
  onState: (state: ConnectionState) => void
}

/** Reads `GET /api/events` until the signal aborts, connecting again whenever it breaks off. */
export async function keepReadingEvents(options: PersonConnectionOptions): Promise<void> {
  const { signal, onState } = options
  const backoff = new Backoff()
  const retryNow = () => {
    backoff.skip()
  }
  addEventListener('online', retryNow)
  onState('connecting')
  let forgetCursor = false
  let wishedMs = 0
  while (!signal.aborted) {
    let openedAt = Infinity
    let endedCleanly = false
    try {
      await readOnce(options, forgetCursor, {
        onOpen() {
          backoff.reset()
          wishedMs = 0
          openedAt = performance.now()
          onState('open')
        },
        // Too many are connected: a page that came back at once would only push out another.
        onRetry(milliseconds) {
          wishedMs = Math.min(milliseconds, LONGEST_WISH_MS)
        },
      })
      forgetCursor = false
      endedCleanly = true
    } catch (error) {
      // A cursor that the server does not know would be refused for ever.
      forgetCursor = error instanceof ApiError && error.code === 'bad_request'
    }
    if (signal.aborted) break
    if (endedCleanly && wishedMs === 0 && performance.now() - openedAt >= LASTING_MS) continue
    onState('lost')
    await backoff.wait(signal, wishedMs)
  }
  removeEventListener('online', retryNow)
}

async function readOnce(
  { api, signal, lastEventId, onEvent }: PersonConnectionOptions,
  forgetCursor: boolean,
  { onOpen, onRetry }: { onOpen: () => void; onRetry: (milliseconds: number) => void },
): Promise<void> {
  const silence = new AbortController()
  const stop = () => {
    silence.abort()
  }
  signal.addEventListener('abort', stop)
  // A connection does not notice that its network is gone. One that still holds is made again at once.
  addEventListener('offline', stop)
  let heardAt = performance.now()
  const watch = setInterval(() => {
    if (performance.now() - heardAt > SILENCE_MS) stop()
  }, 5_000)
  try {
    const response = await api.events(silence.signal, forgetCursor ? undefined : lastEventId())
    onOpen()
    const onBytes = () => {
      heardAt = performance.now()
    }
    const events = readServerSentEvents(response, { onBytes, onRetry })
    // The server is ours, so its data is trusted to have the contract's type.
    for await (const { id, data } of events) onEvent(id, JSON.parse(data) as PersonEvent)
  } finally {
    clearInterval(watch)
    signal.removeEventListener('abort', stop)
    removeEventListener('offline', stop)
  }
}
