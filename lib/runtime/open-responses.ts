import type { ServerResponse } from 'node:http'
import { within, type Clock } from '@/lib/platform/clock'
import { onRequest } from './on-request'

/** A response is broken off when its client has taken nothing for so many milliseconds. */
const STALLED_MS = 30_000
const LOOK_EVERY_MS = 5_000

export type OpenResponses = {
  /** Resolves when no response is left to be written, or after so many milliseconds. */
  none(deadlineMs: number): Promise<void>
}

/** The bytes given to the socket, the bytes that still wait, and the time since neither has changed. */
type Progress = { given: number; waiting: number; since: number }

/**
 * Watches the responses that are being written, so that an exit can wait for their last bytes and a
 * vanished client holds no connection. Its response is reset: a clean end would pass for a complete
 * answer, and Next waits for a response to drain before it passes on an error.
 */
export function watchOpenResponses(clock: Clock): OpenResponses {
  const open = new Map<ServerResponse, Progress>()
  let looking = false
  let whenNone = () => {}

  onRequest((_request, response) => {
    open.set(response, progressOf(response, clock.monotonic()))
    response.once('close', () => {
      open.delete(response)
      if (open.size === 0) whenNone()
    })
    lookLater()
  })

  function lookLater(): void {
    if (looking || open.size === 0) return
    looking = true
    clock.after(LOOK_EVERY_MS, look)
  }

  function look(): void {
    looking = false
    lookLater()
    const now = clock.monotonic()
    for (const [response, before] of open) {
      const progress = progressOf(response, now)
      const stuck =
        progress.waiting > 0 &&
        progress.waiting === before.waiting &&
        progress.given === before.given
      if (!stuck) open.set(response, progress)
      else if (now - before.since >= STALLED_MS) response.socket?.resetAndDestroy()
    }
  }

  return {
    none: async (deadlineMs) => {
      if (open.size === 0) return
      const empty = new Promise<void>((resolve) => {
        whenNone = resolve
      })
      await within(clock, deadlineMs, empty)
    },
  }
}

function progressOf(response: ServerResponse, since: number): Progress {
  const given = response.socket?.bytesWritten ?? 0
  return { given, waiting: response.writableLength, since }
}
