import { fdatasyncSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import SqliteDatabase from 'better-sqlite3'

/** The data that the thread is started with. */
export type CheckpointWork = {
  file: string
  /** The open database file. */
  descriptor: number
  /** A log of so many pages is left to the commits. */
  tooLong: number
  /** How often the thread looks at the log, in milliseconds. */
  everyMs: number
  /** Its only number becomes 1 when the thread is to end. */
  closing: Int32Array<SharedArrayBuffer>
  /** Its only number becomes 1 once the thread has closed its connection. */
  closed: Int32Array<SharedArrayBuffer>
}

/** SQLite's own counts of the pages in the log; -1 where it keeps none. */
type LogState = { log: number; checkpointed: number }

/** How long a log must be to be copied, in pages. */
const LONG = 1_000

/** How often a checkpoint begins again at once, for what was committed meanwhile. */
const PASSES = 3

// Only startCheckpoints starts the thread, with this data.
const { file, descriptor, tooLong, everyMs, closing, closed } = workerData as CheckpointWork

/** A connection of the thread's own, so that nobody else waits for the disk. */
const client = new SqliteDatabase(file, { fileMustExist: true, timeout: 0 })
try {
  client.pragma('synchronous = NORMAL')
  while (Atomics.wait(closing, 0, 0, everyMs) === 'timed-out') {
    try {
      checkpoint()
    } catch (error) {
      // The disk is full or fails. A commit meets the same error, and its caller is told.
      if (!(error instanceof SqliteDatabase.SqliteError)) throw error
    }
  }
} finally {
  client.close()
  Atomics.store(closed, 0, 1)
  Atomics.notify(closed, 0)
}

/** Copies until the whole log is in the database file: only then does SQLite begin it again. */
function checkpoint(): void {
  for (let pass = 0; pass < PASSES; pass += 1) {
    const before = readLog()
    if (!isDue(before)) return
    // A passive checkpoint makes no reader and no writer wait.
    client.pragma('wal_checkpoint(PASSIVE)')
    const after = readLog()
    const isHeldUp = after.checkpointed <= before.checkpointed
    if (isHeldUp || after.checkpointed === after.log) return
    // SQLite syncs the file only with the last page of the log, and a commit may be what copies that.
    fdatasyncSync(descriptor)
  }
}

/** While the thread copies a log, commits cannot, and only theirs are sure to reach its end. */
function isDue({ log, checkpointed }: LogState): boolean {
  return log >= LONG && log < tooLong && checkpointed < log
}

/** Changes nothing, and takes about 10 µs. */
function readLog(): LogState {
  const [state] = client.pragma('wal_checkpoint(NOOP)') as LogState[]
  return state ?? { log: -1, checkpointed: -1 }
}
