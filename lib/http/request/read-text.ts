import { tooLarge } from '@/lib/admission/input-limits'
import { FullstopError } from '@/lib/contract/fullstop-error'
import { within, type Clock } from '@/lib/platform/clock'
import { nextTurn } from '@/lib/platform/turns'
import type { BodyShare } from '@/lib/runtime/body-budget'

/** How long a body may take to begin, in milliseconds, and how fast it must come after that. */
const BEGIN_MS = 5_000
const LEAST_BYTES_A_MS = 4

/** A body of this length, in bytes, takes noticeably long to parse. */
const LONG_BYTES = 64 * 1024

type BodyLimits = {
  /** How many bytes it may have. */
  most: number
  /** The memory of the server that it holds while it comes. */
  share: BodyShare
  clock: Clock
}

/**
 * The body of a request as text; empty where there is none. A body that is too long is refused before
 * any of it is read where it tells its length, else at the first byte too many. Throws `too_large`,
 * `unavailable`, and `bad_request` for a body that comes too slowly, breaks off or is not UTF-8.
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
      if (read.done) {
        // Whoever reads it parses it in this step: several that come together each get a turn.
        if (bytes > LONG_BYTES) await nextTurn()
        return text + decode(() => decoder.decode())
      }
      bytes += read.value.byteLength
      if (bytes > most) throw tooLarge(most)
      share.grow(bytes)
      text += decode(() => decoder.decode(read.value, { stream: true }))
    }
  } finally {
    // `dropBody` reads the rest of a refused body.
    reader.releaseLock()
  }
}

/** A client may leave before its body ends: that is no failure of the server's, and not logged. */
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
