import { tooLarge } from '@/lib/admission/input-limits'
import { FullstopError } from '@/lib/contract/fullstop-error'
import { within, type Clock } from '@/lib/platform/clock'
import type { BodyShare } from '@/lib/runtime/body-budget'

/** A body has so long to begin, in milliseconds, and then to come at least this fast. */
const BEGIN_MS = 5_000
const LEAST_BYTES_A_MS = 4

type BodyLimits = {
  /** How many bytes it may have. */
  most: number
  /** What it holds of the server's memory while it comes. */
  share: BodyShare
  clock: Clock
}

/**
 * The body of a request as text; empty where there is none. It is refused by its length before any of
 * it is read where it tells that, else as soon as it has more. Throws `too_large`, `unavailable` where
 * too much is being sent, and `bad_request` on what comes too slowly, breaks off or is no UTF-8.
 */
export async function readText(request: Request, limits: BodyLimits): Promise<string> {
  const { most, share, clock } = limits
  if (!request.body) return ''
  if (Number(request.headers.get('content-length')) > most) throw tooLarge(most)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const reader = request.body.getReader()
  const beganAt = clock.monotonic()
  let text = ''
  let bytes = 0
  try {
    while (true) {
      const msLeft = beganAt + BEGIN_MS + bytes / LEAST_BYTES_A_MS - clock.monotonic()
      const read = await within(clock, Math.max(0, msLeft), readNext(reader))
      if (!read) throw wrongBody('The body is arriving too slowly.')
      if (read.done) return text + decode(() => decoder.decode())
      bytes += read.value.byteLength
      if (bytes > most) throw tooLarge(most)
      share.grow(bytes)
      text += decode(() => decoder.decode(read.value, { stream: true }))
    }
  } finally {
    // What is left of a refused body is for `dropBody`.
    reader.releaseLock()
  }
}

/** A client that leaves within its body is its own affair, and nothing for the log. */
async function readNext(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await reader.read()
  } catch {
    throw wrongBody('The body broke off.')
  }
}

function decode(read: () => string): string {
  try {
    return read()
  } catch {
    throw wrongBody('The body is not valid UTF-8.')
  }
}

function wrongBody(message: string): FullstopError {
  return new FullstopError('bad_request', message, { field: 'body' })
}
