import type { Clock } from '@/lib/platform/clock'
import type { RunningStream } from '@/lib/streams/run/running-stream'
import { decide, type StreamLimits } from './stream-policy'

const SWEEP_MS = 250

export interface Janitor {
  /** Judges one stream now, because something about it changed. */
  judge(stream: RunningStream): void
  /** Sweeps from now on, for as long as there are streams. */
  watch(): void
  stop(): void
}

/** Once other servers are heard again, they take so long, in milliseconds, to say what is followed there. */
const TELLING_MS = 5_000

/** Applies the policy to all streams, with one timer for all, idle while there are none. */
export function createJanitor(options: {
  clock: Clock
  limits: StreamLimits
  streams: ReadonlyMap<string, RunningStream>
  /** Whether followers at other servers may not be heard of now. */
  mayBeUnheard: () => boolean
}): Janitor {
  const { clock, limits, streams, mayBeUnheard } = options
  let callOff: (() => void) | undefined
  let knownFrom = -Infinity

  function judge(stream: RunningStream): void {
    const now = clock.monotonic()
    if (mayBeUnheard()) knownFrom = now + TELLING_MS
    const action = decide(stream.state, limits, now, knownFrom)
    if (action) stream.dispatch(action)
  }

  function watch(): void {
    callOff ??= clock.after(SWEEP_MS, () => {
      callOff = undefined
      for (const stream of streams.values()) judge(stream)
      if (streams.size > 0) watch()
    })
  }

  return {
    judge,
    watch,
    stop() {
      callOff?.()
    },
  }
}
