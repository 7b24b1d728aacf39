import { within, type Clock } from '@/lib/platform/clock'

/** How long the rest of a body is waited for, in milliseconds, and how much of it is taken. */
const LONGEST_MS = 1_000
const MOST_BYTES = 16 * 1024 * 1024

/**
 * Reads the rest of a body for a moment, and throws it away: a client that is still sending would
 * take an early answer, and the close after it, for a server that broke off. Resolves with whether the
 * body came to its end.
 */
export async function dropBody(body: ReadableStream<Uint8Array>, clock: Clock): Promise<boolean> {
  const reader = body.getReader()
  const until = clock.monotonic() + LONGEST_MS
  let bytes = 0
  while (bytes < MOST_BYTES) {
    const reading = reader.read().catch(() => ({ done: true as const, value: undefined }))
    const read = await within(clock, Math.max(0, until - clock.monotonic()), reading)
    if (!read) return false
    if (read.done) return true
    bytes += read.value.byteLength
  }
  return false
}
