import type { EventSourceMessage } from 'eventsource-parser'
import { Backoff } from './backoff.ts'
import { FullstopError } from './error.ts'
import { readServerSentEvents } from './event-reader.ts'

/** Whether the events arrive. `lost`: they do not, and the connection is being tried again. */
export type ConnectionState = 'connecting' | 'open' | 'lost'

/** The server sends something at least every 15 s; after so much silence it is gone. */
const SILENCE_MS = 40_000

/**
 * A connection that has lasted so long, in milliseconds, and then ends cleanly has run out of the time that its
 * server gives to each: the next one is made at once. One that ends sooner is out of order.
 */
const LASTING_MS = 5_000

/** The longest time that a server can make its readers wait, in milliseconds. */
const LONGEST_WISH_MS = 60_000

export type SteadyReading<Event> = {
  /** Opens the stream after an event, or from its start. */
  open: (signal: AbortSignal, lastEventId?: string) => Promise<Response>
  /** Ends the reading, which then neither throws nor yields anything more. */
  signal?: AbortSignal | undefined
  /** The ID after which to go on, asked at each attempt. */
  lastEventId: () => string | undefined
  /** Takes an event; one on which it throws breaks the connection. */
  take: (event: EventSourceMessage) => Event
  /** Whether a response says that there is nothing more to read. */
  isOver?: (response: Response) => boolean
  /** Whether a failed attempt was the last one, and its error is thrown. An end without any event is one, too. */
  givesUp: (error: FullstopError) => boolean
  onState?: (state: ConnectionState) => void
  /** Tells by `online` and `offline` whether there is a network, as a browser's window does. */
  network?: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>
}

/** Yields the events of a stream, which is opened again after the last one whenever it breaks off. */
export async function* readSteadily<Event>(reading: SteadyReading<Event>): AsyncGenerator<Event> {
  const { signal, lastEventId, take, isOver, givesUp, onState, network } = reading
  const backoff = new Backoff()
  const retryNow = () => {
    backoff.skip()
  }
  network?.addEventListener('online', retryNow)
  onState?.('connecting')
  let forgetsCursor = false
  let wishedMs = 0
  try {
    while (!signal?.aborted) {
      let openedAt = Infinity
      let endedCleanly = false
      let failure: FullstopError | undefined = cutOff()
      try {
        const connection = new Connection(reading)
        try {
          const response = await connection.open(forgetsCursor ? undefined : lastEventId())
          if (isOver?.(response) === true) return
          if (!isEventStream(response)) throw cutOff()
          backoff.reset()
          wishedMs = 0
          openedAt = performance.now()
          onState?.('open')
          const onRetry = (milliseconds: number) => {
            // Too many are connected: one that came back at once would only push out another.
            wishedMs = Math.min(milliseconds, LONGEST_WISH_MS)
          }
          for await (const event of connection.read(response, onRetry)) {
            const taken = take(event)
            failure = undefined
            if (signal?.aborted) return
            yield taken
          }
        } finally {
          connection.close()
        }
        forgetsCursor = false
        endedCleanly = true
      } catch (error) {
        failure = error instanceof FullstopError ? error : cutOff(error)
        // A cursor that the server does not know would be refused for ever.
        forgetsCursor = failure.code === 'bad_request'
      }
      if (signal?.aborted) break
      if (failure && givesUp(failure)) throw failure
      if (endedCleanly && wishedMs === 0 && performance.now() - openedAt >= LASTING_MS) continue
      onState?.('lost')
      await backoff.wait(signal, Math.max(wishedMs, wishOf(failure)))
    }
  } finally {
    network?.removeEventListener('online', retryNow)
  }
}

/** A portal or a proxy may answer with a page of its own. */
function isEventStream({ body, headers }: Response): boolean {
  return body !== null && headers.get('Content-Type')?.startsWith('text/event-stream') === true
}

function cutOff(cause?: unknown): FullstopError {
  return new FullstopError('unreachable', 'The server’s response was cut off.', { cause })
}

/** A limit asks for its time. Another server may take the place of one that drains: it is tried soon. */
function wishOf(error: FullstopError | undefined): number {
  if (error?.code !== 'rate_limited') return 0
  return Math.min((error.retryAfterSeconds ?? 0) * 1_000, LONGEST_WISH_MS)
}

type ConnectionOptions = Pick<SteadyReading<unknown>, 'open' | 'signal' | 'network'>

/** One connection, given up when the reading ends, the network goes, or nothing is heard of it. */
class Connection {
  readonly #reading: ConnectionOptions
  readonly #given = new AbortController()
  readonly #watch: ReturnType<typeof setInterval>
  #heardAt = performance.now()

  constructor(reading: ConnectionOptions) {
    this.#reading = reading
    reading.signal?.addEventListener('abort', this.#stop)
    // A connection does not notice that its network is gone. One that still holds is made again at once.
    reading.network?.addEventListener('offline', this.#stop)
    this.#watch = setInterval(() => {
      if (performance.now() - this.#heardAt > SILENCE_MS) this.#stop()
    }, 5_000)
  }

  open(lastEventId: string | undefined): Promise<Response> {
    return this.#reading.open(this.#given.signal, lastEventId)
  }

  async *read(
    response: Response,
    onRetry: (milliseconds: number) => void,
  ): AsyncGenerator<EventSourceMessage> {
    const onBytes = () => {
      this.#heardAt = performance.now()
    }
    for await (const event of readServerSentEvents(response, { onBytes, onRetry })) {
      // The reader's own pause is no silence of the server.
      this.#heardAt = Infinity
      yield event
      onBytes()
    }
  }

  close(): void {
    clearInterval(this.#watch)
    this.#reading.signal?.removeEventListener('abort', this.#stop)
    this.#reading.network?.removeEventListener('offline', this.#stop)
  }

  readonly #stop = (): void => {
    this.#given.abort()
  }
}
