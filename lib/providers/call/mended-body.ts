import { ReadableStream } from 'node:stream/web'
import { within, type Clock } from '@/lib/platform/clock'
import type { AnswerEvents } from '@/lib/providers/wires/answer-events'
import { LAST_BYTES_MS, USAGE_MS } from './mended-responses'

/**
 * Makes the body of an answer as the AI SDK understands it, which ends as soon as the answer is whole:
 * the work of `mendResponse`, for bytes that came compressed and are readable only here.
 */
export function mendBody(
  body: ReadableStream<Uint8Array>,
  events: AnswerEvents,
  { clock, signal }: { clock: Clock; signal: AbortSignal | undefined },
): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  const encoder = new TextEncoder()
  let endsAt = Infinity

  /** Undefined once nothing more of the answer comes. */
  async function read(): Promise<Uint8Array | undefined> {
    try {
      const reading = reader.read()
      const next =
        endsAt === Infinity ? reading : within(clock, endsAt - clock.monotonic(), reading)
      return (await next)?.value
    } catch (error) {
      // After its end the answer is whole, whatever breaks; but an abort is our own.
      if (events.finished && !signal?.aborted) return undefined
      throw error
    }
  }

  return new ReadableStream({
    async pull(controller) {
      for (;;) {
        const bytes = await read()
        if (!bytes) break
        const { finished, over } = events
        const text = events.read(Buffer.from(bytes))
        if (events.over && !over) endsAt = clock.monotonic() + LAST_BYTES_MS
        else if (events.finished && !finished) endsAt = clock.monotonic() + USAGE_MS
        if (text === '') continue
        controller.enqueue(encoder.encode(text))
        return
      }
      const rest = events.end()
      if (rest !== '') controller.enqueue(encoder.encode(rest))
      controller.close()
      void reader.cancel().catch(() => {})
    },
    cancel: (reason) => reader.cancel(reason),
  })
}
