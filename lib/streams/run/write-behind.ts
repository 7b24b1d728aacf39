import type { StreamChunk, StreamStore } from '@/lib/db/streams'
import type { Clock } from '@/lib/platform/clock'
import { describeError, type Log } from '@/lib/platform/log'
import type { RunningStream } from './running-stream'

/** The longest wait between attempts to save, in milliseconds. */
const LONGEST_RETRY_MS = 1_000

/** Saves the new text of all streams, in one transaction a tick; idle while there is none. */
export class WriteBehind {
  readonly #store: Pick<StreamStore, 'saveChunks'>
  readonly #clock: Clock
  readonly #intervalMs: number
  readonly #log: Log
  readonly #unsaved = new Set<RunningStream>()
  /** A save is due or under way: a second one at the same time would save the same text again. */
  #isDue = false
  #failures = 0

  constructor(
    store: Pick<StreamStore, 'saveChunks'>,
    options: { clock: Clock; intervalMs: number; log: Log },
  ) {
    this.#store = store
    this.#clock = options.clock
    this.#intervalMs = options.intervalMs
    this.#log = options.log
  }

  /** The stream has unsaved text, which will be saved within the interval. */
  add(stream: RunningStream): void {
    this.#unsaved.add(stream)
    if (!this.#isDue) this.#flushAfter(this.#intervalMs)
  }

  /** The stream's end is saved, and with it all its text. */
  forget(stream: RunningStream): void {
    this.#unsaved.delete(stream)
  }

  #flushAfter(milliseconds: number): void {
    this.#isDue = true
    this.#clock.after(milliseconds, () => void this.#flush())
  }

  async #flush(): Promise<void> {
    const streams = [...this.#unsaved]
    this.#unsaved.clear()
    const ends = streams.map((stream) => stream.log.end)
    try {
      const chunks = streams.map(newChunksOf)
      const active = await this.#store.saveChunks(chunks.flat())
      for (const [index, stream] of streams.entries()) {
        stream.savedPosition = ends[index] ?? 0
        const isLost = chunks[index]?.length !== 0 && !active.has(stream.sessionId)
        if (isLost) stream.dispatch({ type: 'session-lost', at: this.#clock.monotonic() })
      }
      this.#failures = 0
    } catch (error) {
      for (const stream of streams) {
        if (!stream.ended) this.#unsaved.add(stream)
      }
      this.#failures += 1
      // The first failure is logged, and then one a second.
      if (this.#failures === 1 || this.#wait() >= LONGEST_RETRY_MS) {
        this.#log.error({ error: describeError(error) }, 'saving text failed, trying again')
      }
    }
    this.#isDue = false
    if (this.#unsaved.size > 0) this.#flushAfter(this.#wait())
  }

  /** The wait until the next save, in milliseconds: longer from failure to failure. */
  #wait(): number {
    const doubled = this.#intervalMs * 2 ** (this.#failures - 1)
    return Math.max(this.#intervalMs, Math.min(doubled, LONGEST_RETRY_MS))
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
