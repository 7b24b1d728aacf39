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

/** Applies the policy to all streams, with one timer for all, idle while there are none. */
export function createJanitor(options: {
  clock: Clock
  limits: StreamLimits
  streams: ReadonlyMap<string, RunningStream>
}): Janitor {
  const { clock, limits, streams } = options
  let callOff: (() => void) | undefined

  function judge(stream: RunningStream): void {
    const action = decide(stream.state, limits, clock.monotonic())
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
