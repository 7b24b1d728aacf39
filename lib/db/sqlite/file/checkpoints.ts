import { Worker } from 'node:worker_threads'
import type SqliteDatabase from 'better-sqlite3'
import { describeError, type Log } from '@/lib/platform/log'
import type { CheckpointWork } from './checkpoint.worker'

export type Checkpoints = {
  /** To be called before the database is closed. Blocks until the thread has left the file. */
  stop(): void
}

type CheckpointOptions = {
  file: string
  /** The file as the process lock opened it: to close another one would drop SQLite's locks. */
  descriptor: number
  log: Log
  /** How often the thread looks at the log, in milliseconds. */
  everyMs?: number
}

/** SQLite's own setting: a commit that finds so many pages in the log copies them. */
const USUAL_PAGES = 1_000

/** The same while the thread runs, for a log whose end it does not reach: 32 MB. */
const PAGES_WITH_THREAD = 8_000

const LOOK_EVERY_MS = 200

const LONGEST_STOP_MS = 5_000

/**
 * Has the log of the database copied into its file by a thread, since within a commit that blocks the
 * event loop for 10 to 200 ms. Nothing depends on the thread: without it, commits do that again.
 */
export function startCheckpoints(
  client: SqliteDatabase.Database,
  { file, descriptor, log, everyMs = LOOK_EVERY_MS }: CheckpointOptions,
): Checkpoints {
  const work: CheckpointWork = {
    file,
    descriptor,
    tooLong: PAGES_WITH_THREAD,
    everyMs,
    closing: flag(),
    closed: flag(),
  }
  // The modules that the server preloads are not for the thread.
  const worker = new Worker(new URL('./checkpoint.worker.ts', import.meta.url), {
    workerData: work,
    execArgv: [],
  })
  worker.unref()
  client.pragma(`wal_autocheckpoint = ${PAGES_WITH_THREAD}`)
  worker.on('error', (error) => {
    log.warn({ error: describeError(error) }, 'commits make the checkpoints of the database again')
  })
  worker.on('exit', () => {
    Atomics.store(work.closed, 0, 1)
    if (client.open) client.pragma(`wal_autocheckpoint = ${USUAL_PAGES}`)
  })
  return {
    stop() {
      Atomics.store(work.closing, 0, 1)
      Atomics.notify(work.closing, 0)
      Atomics.wait(work.closed, 0, 0, LONGEST_STOP_MS)
    },
  }
}

function flag(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
}
