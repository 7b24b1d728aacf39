import type { StreamChunk, StreamStore } from '@/lib/db/database'
import type { Clock } from '@/lib/platform/clock'
import { describeError, type Log } from '@/lib/platform/log'
import type { RunningStream } from './running-stream'

/** Saves what is new of all streams, in one transaction a tick; idle while nothing is new. */
export class WriteBehind {
  readonly #store: Pick<StreamStore, 'saveChunks'>
  readonly #clock: Clock
  readonly #intervalMs: number
  readonly #log: Log
  readonly #unsaved = new Set<RunningStream>()
  #scheduled = false

  constructor(
    store: Pick<StreamStore, 'saveChunks'>,
    options: { clock: Clock; intervalMs: number; log: Log },
  ) {
    this.#store = store
    this.#clock = options.clock
    this.#intervalMs = options.intervalMs
    this.#log = options.log
  }

  /** The stream has text that is not saved; it will be within the interval. */
  add(stream: RunningStream): void {
    this.#unsaved.add(stream)
    if (this.#scheduled) return
    this.#scheduled = true
    this.#clock.after(this.#intervalMs, () => void this.#flush())
  }

  /** The end is saved, and with it everything. */
  forget(stream: RunningStream): void {
    this.#unsaved.delete(stream)
  }

  async #flush(): Promise<void> {
    this.#scheduled = false
    const streams = [...this.#unsaved]
    this.#unsaved.clear()
    const ends = streams.map((stream) => stream.log.end)
    try {
      await this.#store.saveChunks(streams.flatMap(newChunksOf))
      for (const [index, stream] of streams.entries()) stream.savedPosition = ends[index] ?? 0
    } catch (error) {
      this.#log.error({ error: describeError(error) }, 'saving text failed, trying again')
      for (const stream of streams) {
        if (stream.state.phase === 'active') this.add(stream)
      }
    }
  }
}

function newChunksOf(stream: RunningStream): StreamChunk[] {
  return stream.log
    .read(stream.savedPosition)
    .filter((piece) => piece.type === 'text')
    .map(({ end, part, kind, text }) => ({
      sessionId: stream.sessionId,
      position: end - text.length,
      part,
      kind,
      text,
    }))
}
